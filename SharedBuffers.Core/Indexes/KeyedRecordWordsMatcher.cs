using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

/// <summary>As <see cref="KeyedRecordMatcher"/>, for a key in registers.</summary>
internal readonly unsafe ref struct KeyedRecordWordsMatcher : IReferenceMatcher
{
    private readonly byte* _records;
    private readonly long _recordsLength;
    private readonly KeyWords _key;

    /// <summary>The pointer must stay good while the matcher is used; the length was checked by whoever made it.</summary>
    public KeyedRecordWordsMatcher(byte* records, long recordsLength, in KeyWords key)
    {
        _records = records;
        _recordsLength = recordsLength;
        _key = key;
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
        return Unsafe.ReadUnaligned<uint>(end) == _key.Length && _key.Length <= reference - sizeof(uint) && _key.EqualsAt(end - _key.Length);
    }
}
