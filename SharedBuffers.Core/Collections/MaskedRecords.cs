using System.Numerics;
using SharedBuffers.Diagnostics;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>Those records of an array that a mask selects. Records that it leaves out are not touched.</summary>
/// <typeparam name="TView">The view that the array has.</typeparam>
public readonly ref struct MaskedRecords<TView>
    where TView : struct, IObjectView<TView>
{
    private readonly MappedArraySlice<TView> _records;
    private readonly ReadOnlySpan<bool> _flags;
    private readonly ReadOnlySpan<ulong> _bits;

    internal MaskedRecords(MappedArraySlice<TView> records, ReadOnlySpan<bool> flags)
    {
        if (flags.Length < records.LongCount)
        {
            ThrowShort(flags.Length, records.LongCount);
        }

        _records = records;
        _flags = flags[..(int)records.LongCount];
    }

    internal MaskedRecords(MappedArraySlice<TView> records, ReadOnlySpan<ulong> bits)
    {
        if (bits.Length * 64L < records.LongCount)
        {
            ThrowShort(bits.Length * 64L, records.LongCount);
        }

        _records = records;
        _bits = bits;
    }

    /// <summary>Enumerates the records, without allocation.</summary>
    public Enumerator GetEnumerator() => new(this);

    private static void ThrowShort(long length, long count) => ThrowHelper.Argument($"A mask for {length} records does not say which of {count} are meant.", "mask");

    /// <summary>Index of the first selected record at or after another one; the count or more if there is none.</summary>
    private long FindNext(long index)
    {
        if (!_flags.IsEmpty)
        {
            // Not the index of true, whose only bit pattern is 1: spans over bytes of others have any.
            int found = _flags[(int)index..].IndexOfAnyExcept(false);
            return found < 0 ? _records.LongCount : index + found;
        }

        for (int word = (int)(index >> 6); word < _bits.Length; word++)
        {
            ulong left = _bits[word] & (word == index >> 6 ? ulong.MaxValue << (int)index : ulong.MaxValue);
            if (left != 0)
            {
                return ((long)word << 6) + BitOperations.TrailingZeroCount(left);
            }
        }

        return _records.LongCount;
    }

    /// <summary>Walks the selected records.</summary>
    public ref struct Enumerator
    {
        private readonly MaskedRecords<TView> _masked;

        internal Enumerator(MaskedRecords<TView> masked)
        {
            _masked = masked;
            Index = -1;
        }

        /// <summary>Index of the record among those that the mask is for.</summary>
        public long Index { get; private set; }

        /// <summary>The record.</summary>
        public readonly TView Current => _masked._records[Index];

        /// <summary>Moves to the next selected record.</summary>
        public bool MoveNext()
        {
            long count = _masked._records.LongCount;
            if (Index < count)
            {
                Index = Index + 1 < count ? Math.Min(_masked.FindNext(Index + 1), count) : count;
            }

            return Index < count;
        }
    }
}
