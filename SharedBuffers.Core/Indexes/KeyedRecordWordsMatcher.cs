using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SharedBuffers.Indexes;

/// <summary>As <see cref="KeyedRecordMatcher"/>, for a key in registers.</summary>
internal readonly unsafe ref struct KeyedRecordWordsMatcher : IRawSlotMatcher
{
    private readonly KeyedRecordTable _table;
    private readonly KeyWords _key;

    public KeyedRecordWordsMatcher(KeyedRecordTable table, in KeyWords key)
    {
        _table = table;
        _key = key;
    }

    /// <inheritdoc/>
    public static bool PrefetchesTwoLines => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* SlotAt(RawTable table, ulong index) => table.ReferenceAt(index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadValue(RawTable table, byte* slot) => (ulong)table.ReadReference(slot);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> DifferenceFrom(byte* slot, ulong value)
    {
        long reference = (long)value;
        uint length = _key.Length;
        if (reference < length + sizeof(uint) || reference > _table.RecordsLength)
        {
            return Vector128<byte>.AllBitsSet;
        }

        // SAFETY: key and length field lie between the start of the records and the reference, which is not behind their end.
        byte* end = _table.Records + reference - sizeof(uint);
        return Unsafe.ReadUnaligned<uint>(end) == length ? _key.DifferenceFrom(end - length) : Vector128<byte>.AllBitsSet;
    }

    /// <inheritdoc/>
    public void Check(ulong value) => KeyedRecordMatcher.CheckReference((long)value, _table.RecordsLength);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindFurther(RawTable table, ulong hash, out ulong value) => table.TryFindFurther(this, hash, out value);
}
