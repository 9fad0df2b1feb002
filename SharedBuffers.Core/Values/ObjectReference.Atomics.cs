using System.Numerics;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Schemas;

namespace SharedBuffers.Values;

/// <summary>Slots that may be changed in place.</summary>
public readonly partial struct ObjectReference
{
    /// <summary>Finds a numeric slot to change it.</summary>
    /// <typeparam name="T">The number type that the file has for the slot.</typeparam>
    /// <param name="slot">Index in the reader's schema.</param>
    /// <exception cref="NotSupportedException">The region is mapped read-only.</exception>
    /// <exception cref="InvalidOperationException">The slot is unset or null, has another type in the file, or does not lie aligned.</exception>
    public AtomicNumber<T> GetAtomicNumber<T>(int slot)
        where T : unmanaged, INumber<T> => new(_region, FindAtomic(slot, NumericCode.Of<T>(), Unsafe.SizeOf<T>()));

    /// <summary>Finds a bool slot to change it.</summary>
    /// <param name="slot">Index in the reader's schema.</param>
    /// <exception cref="NotSupportedException">The region is mapped read-only.</exception>
    /// <exception cref="InvalidOperationException">The slot is unset or null, or is not a bool in the file.</exception>
    public AtomicBoolean GetAtomicBoolean(int slot) => new(_region, FindAtomic(slot, ValueTypeCode.Bool, sizeof(byte)));

    private long FindAtomic(int slot, ValueTypeCode code, int size)
    {
        Slot wanted = Binding.Schema.Slots[slot];
        if (!TryFind(slot, out long place, out int fileSlot))
        {
            ThrowHelper.InvalidOperation($"The slot '{wanted.Name}' is unset or null. It has no place in the file and cannot be changed there.");
        }

        SlotType found = _binding.FileSchema.Slots[fileSlot].Type;
        if (code == ValueTypeCode.None || ObjectView.CodeOf(found) != code)
        {
            ThrowHelper.InvalidOperation($"The slot '{wanted.Name}' is {found} in the file; it cannot be changed as {TypeCodeNames.Of(code)}.");
        }

        _region.CheckAtomic(place, size);
        return place;
    }
}
