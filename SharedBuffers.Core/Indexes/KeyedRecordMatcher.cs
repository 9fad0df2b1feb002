using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

/// <summary>
/// Matches records whose key lies right before them: <c>[key bytes][u32 key length][record]</c>. The reference is the record's offset in the records' bytes.
/// </summary>
internal readonly unsafe ref struct KeyedRecordMatcher : IRawSlotMatcher
{
    private readonly byte* _records;
    private readonly long _recordsLength;
    private readonly byte* _key;
    private readonly uint _keyLength;

    /// <summary>Both pointers must stay good while the matcher is used; the lengths were checked by whoever made them.</summary>
    public KeyedRecordMatcher(byte* records, long recordsLength, byte* key, int keyLength)
    {
        _records = records;
        _recordsLength = recordsLength;
        _key = key;
        _keyLength = (uint)keyLength;
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
        if (reference < (long)_keyLength + sizeof(uint) || reference > _recordsLength)
        {
            return Vector128<byte>.AllBitsSet;
        }

        // SAFETY: key and length field lie between the start of the records and the reference, which is not behind their end.
        byte* end = _records + reference - sizeof(uint);
        return Unsafe.ReadUnaligned<uint>(end) == _keyLength && KeyBytes.Equal(end - _keyLength, _key, _keyLength)
            ? Vector128<byte>.Zero
            : Vector128<byte>.AllBitsSet;
    }

    /// <inheritdoc/>
    public void Check(ulong value) => CheckReference((long)value, _recordsLength);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindFurther(RawTable table, ulong hash, out ulong value) => table.TryFindFurther(this, hash, out value);

    /// <summary>Throws unless a record can lie at a reference. One that is too near to the start for the wanted key may have a shorter one.</summary>
    public static void CheckReference(long reference, long recordsLength)
    {
        if (reference < sizeof(uint) || reference > recordsLength)
        {
            ThrowHelper.Corrupt_OutOfBounds(reference, 0, recordsLength);
        }
    }
}
