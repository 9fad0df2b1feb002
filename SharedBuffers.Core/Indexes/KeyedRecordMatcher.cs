using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

/// <summary>
/// Matches records whose key lies right before them: <c>[key bytes][u32 key length][record]</c>. The reference is the record's offset in the records' bytes.
/// </summary>
internal readonly unsafe ref struct KeyedRecordMatcher : IReferenceMatcher
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Matches(long reference)
    {
        if (reference < sizeof(uint) || reference > _recordsLength)
        {
            ThrowHelper.Corrupt_OutOfBounds(reference, 0, _recordsLength);
        }

        // SAFETY: 4 <= reference <= length of the records, so the length field is inside; the key is compared only when it fits between the start and that field.
        byte* end = _records + reference - sizeof(uint);
        return Unsafe.ReadUnaligned<uint>(end) == _keyLength
            && _keyLength <= (ulong)(reference - sizeof(uint))
            && KeyBytes.Equal(end - _keyLength, _key, _keyLength);
    }
}
