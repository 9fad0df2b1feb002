using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;

namespace SharedBuffers.Values;

/// <summary>
/// One object in a region, seen through a <see cref="SchemaBinding"/>: what every view of an object reads its slots with.
/// </summary>
/// <remarks>
/// <para>It knows where slots lie and whether they are there, and nothing of what their names mean. A slot is named by its index in the <em>reader's</em> schema.</para>
/// <para><b>Cost.</b> The two bitmaps are read once, when the reference is made. If the file has the layout that the reader was compiled for and every slot is there, reading one is a
/// compare with a constant and a load from a constant offset. If some slots are unset or null, the offset is a sum of population counts. If the layouts differ, the slot
/// is looked up in the binding. Nothing allocates. Code that is not inlined takes the reference by value: one whose address is nowhere taken lives in registers.</para>
/// <para><b>Safety.</b> Every read is checked against the region: one compare for the object, whichever of its slots is read. After the region's dispose
/// every read throws <see cref="ObjectDisposedException"/>. Damaged bitmaps and pointers give wrong values or <see cref="CorruptBufferException"/>, never a read outside the region.</para>
/// <para>Safe to share between threads; a <c>default</c> reference throws <see cref="InvalidOperationException"/> when it is read.</para>
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly partial struct ObjectReference : IEquatable<ObjectReference>
{
    private readonly MemoryRegion _region;
    private readonly SchemaBinding _binding;
    private readonly long _offset;

    /// <summary>
    /// Slots that are set and not null, if the binding is identical and the region holds a run from the header on, so that no slot of any layout can lie outside; otherwise 0, which no
    /// compiled "all present" constant equals and which sends every read through the binding, with a check of its own. That is so for the last 528 bytes of a region.
    /// </summary>
    private readonly ulong _present;

    /// <summary>Refers to an object.</summary>
    /// <param name="region">Where it lies.</param>
    /// <param name="offset">Offset of its header from the start of the region, at any alignment.</param>
    /// <param name="binding">How it is read.</param>
    /// <exception cref="CorruptBufferException">The header does not lie inside the region.</exception>
    /// <exception cref="ObjectDisposedException">The region was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ObjectReference(MemoryRegion region, long offset, SchemaBinding binding)
    {
        _region = region;
        _offset = offset;
        _binding = binding;
        ulong slots = binding.CommonSlots;
        _present = slots != 0 && region.HoldsRun(offset) ? ReadCommonBitmaps(region, offset, slots) : ReadPresent(region, offset, binding);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ObjectReference(MemoryRegion region, long offset, SchemaBinding binding, ulong present)
    {
        _region = region;
        _offset = offset;
        _binding = binding;
        _present = present;
    }

    /// <summary>Refers to an object that a value with a typecode holds.</summary>
    /// <param name="region">Where it lies; its <see cref="TypeRegistry"/> knows what the typecode stands for.</param>
    /// <param name="code">The typecode.</param>
    /// <param name="payloadOffset">Offset of the object's header from the start of the region.</param>
    /// <param name="compiled">Schema of the type that reads, or null to read with the file's own.</param>
    /// <exception cref="CorruptBufferException">No schema has the typecode, or the header does not lie inside the region.</exception>
    /// <exception cref="SchemaMismatchException">The compiled type cannot read what the file holds.</exception>
    public static ObjectReference FromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset, Schema? compiled) =>
        new(region, payloadOffset, TypeRegistry.Of(region).GetBinding((byte)code, compiled, payloadOffset));

    /// <summary>
    /// Refers to an object of which the caller knows that <see cref="MemoryRegion.HoldsRun"/> is true at its header, and the binding's <see cref="SchemaBinding.CommonSlots"/>, which are not 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ObjectReference CreateInRun(MemoryRegion region, long offset, SchemaBinding binding, ulong commonSlots) =>
        new(region, offset, binding, ReadCommonBitmaps(region, offset, commonSlots));

    /// <summary>The region that the object lies in.</summary>
    /// <exception cref="InvalidOperationException">The reference is <c>default</c>.</exception>
    public MemoryRegion Region => _region ?? ThrowDefault<MemoryRegion>();

    /// <summary>Offset of the object's header from the start of the region.</summary>
    public long Offset => _offset;

    /// <summary>How the object is read.</summary>
    /// <exception cref="InvalidOperationException">The reference is <c>default</c>.</exception>
    public SchemaBinding Binding => _binding ?? ThrowDefault<SchemaBinding>();

    /// <summary>Whether the reference is <c>default</c> and refers to nothing.</summary>
    public bool IsDefault => _binding is null;

    /// <summary>Whether the object has the slot, with a value or with null.</summary>
    /// <param name="slot">Index in the reader's schema.</param>
    public bool HasSlot(int slot) => ((_present >> slot) & 1) != 0 || (GetStates(this, slot) & SlotStates.Set) != 0;

    /// <summary>Whether the slot is set to null. An unset slot is not null.</summary>
    /// <param name="slot">Index in the reader's schema.</param>
    public bool IsNull(int slot) => ((_present >> slot) & 1) == 0 && GetStates(this, slot) == (SlotStates.Set | SlotStates.Null);

    /// <summary>Whether the slot has a value: set and not null.</summary>
    /// <param name="slot">Index in the reader's schema.</param>
    public bool HasValue(int slot) => ((_present >> slot) & 1) != 0 || GetStates(this, slot) == SlotStates.Set;

    /// <summary>Whether both refer to the same place of the same region through the same binding.</summary>
    public bool Equals(ObjectReference other) =>
        ReferenceEquals(_region, other._region) && _offset == other._offset && ReferenceEquals(_binding, other._binding);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ObjectReference other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_region, _offset, _binding);

    /// <summary>Equality of place.</summary>
    public static bool operator ==(ObjectReference left, ObjectReference right) => left.Equals(right);

    /// <summary>Inequality of place.</summary>
    public static bool operator !=(ObjectReference left, ObjectReference right) => !left.Equals(right);

    /// <summary>Reads the bitmaps of an object.</summary>
    internal static (ulong Has, ulong None) ReadBitmaps(MemoryRegion region, long offset, Schema schema)
    {
        (ulong has, ulong none) = schema.BitmapWidth switch
        {
            1 => (region.Read<byte>(offset), region.Read<byte>(offset + 1)),
            2 => (region.Read<ushort>(offset), region.Read<ushort>(offset + 2)),
            4 => (region.Read<uint>(offset), region.Read<uint>(offset + 4)),
            _ => (region.Read<ulong>(offset), region.Read<ulong>(offset + 8)),
        };
        return (has & schema.AllSlots, none & schema.AllSlots);
    }

    /// <summary>Finds the place of a slot's bytes when not everything is where the compiler expected it.</summary>
    /// <param name="slot">Index in the reader's schema.</param>
    /// <param name="place">Offset from the start of the region, not yet checked against it.</param>
    /// <param name="fileSlot">Index in the file's schema.</param>
    /// <returns>False when the slot is unset or null.</returns>
    private bool TryFind(int slot, out long place, out int fileSlot)
    {
        ulong present = _present;
        fileSlot = slot;
        if (present == 0)
        {
            SchemaBinding binding = Binding;
            fileSlot = binding.GetFileSlot(slot);
            (ulong has, ulong none) = ReadBitmaps(_region, _offset, binding.FileSchema);
            present = has & ~none;
        }

        if (fileSlot < 0 || ((present >> fileSlot) & 1) == 0)
        {
            place = 0;
            return false;
        }

        place = _offset + _binding.FileSchema.GetOffset(fileSlot, present);
        return true;
    }

    /// <summary>Two 32-bit bitmaps at the start of a run: what every schema of up to 32 slots has at the default alignment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ReadCommonBitmaps(MemoryRegion region, long offset, ulong slots)
    {
        ulong header = region.ReadInRun<ulong>(offset, 0);
        return header & ~(header >> 32) & slots;
    }

    private static ulong ReadPresent(MemoryRegion region, long offset, SchemaBinding binding)
    {
        (ulong has, ulong none) = ReadBitmaps(region, offset, binding.FileSchema);
        return binding.IsIdentical && region.HoldsRun(offset) ? has & ~none : 0;
    }

    private static T ThrowDefault<T>()
    {
        ThrowHelper.InvalidOperation("This object view is default: it shows no object.");
        return default!;
    }

    private static SlotStates GetStates(ObjectReference reference, int slot)
    {
        SchemaBinding binding = reference.Binding;
        int fileSlot = binding.GetFileSlot(slot);
        if (fileSlot < 0)
        {
            return SlotStates.Unset;
        }

        (ulong has, ulong none) = ReadBitmaps(reference._region, reference._offset, binding.FileSchema);
        return (SlotStates)(((has >> fileSlot) & 1) | (((none >> fileSlot) & 1) << 1));
    }

    [Flags]
    private enum SlotStates
    {
        Unset = 0,
        Set = 1,
        Null = 2,
    }
}
