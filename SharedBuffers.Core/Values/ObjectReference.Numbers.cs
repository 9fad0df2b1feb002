using System.Numerics;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;

namespace SharedBuffers.Values;

/// <summary>
/// Slots whose value lies in the object. Every method comes in two forms: for compiled views, which know the offset that the slot has when all slots are present,
/// and for readers that know only the slot.
/// </summary>
public readonly partial struct ObjectReference
{
    /// <summary>Reads a number; 0 when the slot is unset or null.</summary>
    /// <typeparam name="T">The number type that the reader's schema has for the slot.</typeparam>
    /// <param name="slot">Index in the reader's schema.</param>
    /// <param name="packedOffset">The slot's <see cref="Schema.GetPackedOffset"/> in the reader's schema.</param>
    /// <param name="allSlots">The reader's <see cref="Schema.AllSlots"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T GetNumber<T>(int slot, int packedOffset, ulong allSlots)
        where T : unmanaged, INumberBase<T> =>
        IsWhole(packedOffset, allSlots) ? _region.ReadInRun<T>(_offset, packedOffset)
        : IsPresent(slot) ? _region.ReadInRun<T>(_offset, _binding.GetOffset<T>(slot, _present))
        : _present != 0 ? default
        : GetConverted<T>(this, slot).GetValueOrDefault();

    /// <summary>Reads a number; null when the slot is unset or null.</summary>
    /// <typeparam name="T">The number type that the reader's schema has for the slot.</typeparam>
    /// <param name="slot">Index in the reader's schema.</param>
    /// <param name="packedOffset">The slot's <see cref="Schema.GetPackedOffset"/> in the reader's schema.</param>
    /// <param name="allSlots">The reader's <see cref="Schema.AllSlots"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T? GetNumberOrNull<T>(int slot, int packedOffset, ulong allSlots)
        where T : unmanaged, INumberBase<T> =>
        IsWhole(packedOffset, allSlots) ? _region.ReadInRun<T>(_offset, packedOffset)
        : IsPresent(slot) ? _region.ReadInRun<T>(_offset, _binding.GetOffset<T>(slot, _present))
        : _present != 0 ? null
        : GetConverted<T>(this, slot);

    /// <summary>Reads a truth value; false when the slot is unset or null.</summary>
    /// <param name="slot">Index in the reader's schema.</param>
    /// <param name="packedOffset">The slot's <see cref="Schema.GetPackedOffset"/> in the reader's schema.</param>
    /// <param name="allSlots">The reader's <see cref="Schema.AllSlots"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool GetBoolean(int slot, int packedOffset, ulong allSlots) =>
        IsWhole(packedOffset, allSlots) ? _region.ReadInRun<byte>(_offset, packedOffset) != 0
        : IsPresent(slot) ? _region.ReadInRun<byte>(_offset, _binding.GetOffset<byte>(slot, _present)) != 0
        : _present == 0 && FindBoolean(this, slot).GetValueOrDefault();

    /// <summary>Reads a truth value; null when the slot is unset or null.</summary>
    /// <param name="slot">Index in the reader's schema.</param>
    /// <param name="packedOffset">The slot's <see cref="Schema.GetPackedOffset"/> in the reader's schema.</param>
    /// <param name="allSlots">The reader's <see cref="Schema.AllSlots"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool? GetBooleanOrNull(int slot, int packedOffset, ulong allSlots) =>
        IsWhole(packedOffset, allSlots) ? _region.ReadInRun<byte>(_offset, packedOffset) != 0
        : IsPresent(slot) ? _region.ReadInRun<byte>(_offset, _binding.GetOffset<byte>(slot, _present)) != 0
        : _present != 0 ? null
        : FindBoolean(this, slot);

    /// <summary>Reads a number; 0 when the slot is unset or null.</summary>
    /// <typeparam name="T">The number type that the reader's schema has for the slot.</typeparam>
    /// <param name="slot">Index in the reader's schema.</param>
    public T GetNumber<T>(int slot)
        where T : unmanaged, INumberBase<T> => GetNumberOrNull<T>(slot).GetValueOrDefault();

    /// <summary>Reads a number; null when the slot is unset or null.</summary>
    /// <typeparam name="T">The number type that the reader's schema has for the slot.</typeparam>
    /// <param name="slot">Index in the reader's schema.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public T? GetNumberOrNull<T>(int slot)
        where T : unmanaged, INumberBase<T>
    {
        ulong present = _present;
        if (((present >> slot) & 1) != 0)
        {
            return _region.ReadInRun<T>(_offset, _binding.GetOffset<T>(slot, present));
        }

        return GetConverted<T>(this, slot);
    }

    /// <summary>Reads a truth value; null when the slot is unset or null.</summary>
    /// <param name="slot">Index in the reader's schema.</param>
    public bool? GetBooleanOrNull(int slot) => FindBoolean(this, slot);

    /// <summary>
    /// Whether every slot is there, so that each lies at its constant offset. Where both arguments are constants, the compiler has made all but the first test: they keep what is no
    /// offset of a slot from being read.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsWhole(int packedOffset, ulong allSlots) => _present == allSlots && allSlots != 0 && (uint)packedOffset <= MemoryRegion.RunLength - sizeof(ulong);

    /// <summary>Whether an object of the reader's layout has a value in a slot, so that the binding says where: in the run, whatever the slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsPresent(int slot) => ((_present >> slot) & 1) != 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool? FindBoolean(ObjectReference reference, int slot) =>
        reference.TryFind(slot, out long place, out _) ? reference._region.Read<byte>(place) != 0 : null;

    /// <summary>A slot of a file whose layout is not the reader's: found by the binding, widened from the file's type.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T? GetConverted<T>(ObjectReference reference, int slot)
        where T : unmanaged, INumberBase<T>
    {
        if (!reference.TryFind(slot, out long place, out int fileSlot))
        {
            return null;
        }

        MemoryRegion region = reference._region;
        return reference._binding.FileSchema.Slots[fileSlot].Type.EncodedKind switch
        {
            SlotKind.Bool or SlotKind.UInt8 => T.CreateTruncating(region.Read<byte>(place)),
            SlotKind.Int8 => T.CreateTruncating(region.Read<sbyte>(place)),
            SlotKind.Int16 => T.CreateTruncating(region.Read<short>(place)),
            SlotKind.UInt16 => T.CreateTruncating(region.Read<ushort>(place)),
            SlotKind.Int32 => T.CreateTruncating(region.Read<int>(place)),
            SlotKind.UInt32 => T.CreateTruncating(region.Read<uint>(place)),
            SlotKind.Int64 => T.CreateTruncating(region.Read<long>(place)),
            SlotKind.UInt64 => T.CreateTruncating(region.Read<ulong>(place)),
            SlotKind.Float32 => T.CreateTruncating(region.Read<float>(place)),
            SlotKind.Float64 => T.CreateTruncating(region.Read<double>(place)),
            _ => reference.ThrowNotNumeric<T>(slot),
        };
    }

    private T ThrowNotNumeric<T>(int slot)
        where T : unmanaged
    {
        Slot wanted = Binding.Schema.Slots[slot];
        ThrowHelper.InvalidOperation($"The slot '{wanted.Name}' of {Binding.Schema.DisplayName} is {wanted.Type}, not a number.");
        return default;
    }
}
