using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>
/// The index from keys of any type to numbers that maps carry inside them, and that files of the 1.x library have on their own: entries of stable hash, pointer to the key
/// and number, sorted by hash.
/// </summary>
/// <remarks>
/// Layout: <c>u64</c> count, <c>u64</c> offset of the entries; keys with their typecode; entries of three <c>u64</c>; zeros up to a multiple of 32. Offsets and pointers are
/// relative to the start; a pointer of 1 is the null key; a key shared with what encloses the index lies before it, and its pointer is negative.
/// Read-only, allocates nothing. A damaged index finds too little or throws <see cref="CorruptBufferException"/>, and never reads outside the region.
/// </remarks>
internal readonly struct StoredKeyIndex
{
    /// <summary>Bytes of the head.</summary>
    public const int HeaderSize = 16;

    /// <summary>Bytes of an entry.</summary>
    public const int EntrySize = 24;

    private const int KeyPlace = 8;
    private const int NumberPlace = 16;

    private readonly MemoryRegion _region;
    private readonly long _offset;
    private readonly long _entries;
    private readonly long _count;

    public StoredKeyIndex(MemoryRegion region, long offset)
    {
        _region = region;
        _offset = offset;
        _count = region.Read<long>(offset);
        long entries = region.Read<long>(offset + sizeof(ulong));
        if (entries < HeaderSize || entries > region.Length - offset || (ulong)_count > (ulong)((region.Length - offset - entries) / EntrySize))
        {
            ThrowHelper.Corrupt($"An index of {_count} keys with its entries at {entries} does not lie inside the region", offset);
        }

        _entries = offset + entries;
    }

    /// <summary>Entries.</summary>
    public long Count => _count;

    /// <summary>The stable hash of an entry's key, as stored.</summary>
    public ulong HashAt(long index) => _region.Read<ulong>(_entries + (index * EntrySize));

    /// <summary>The number of an entry.</summary>
    public ulong NumberAt(long index) => _region.Read<ulong>(_entries + (index * EntrySize) + NumberPlace);

    /// <summary>Where the key of an entry starts with its typecode; -1 for the null key, which lies nowhere.</summary>
    public long KeyOffsetAt(long index)
    {
        long pointer = _region.Read<long>(_entries + (index * EntrySize) + KeyPlace);
        return pointer == SequenceCode.NullPointer ? -1 : unchecked(_offset + pointer);
    }

    /// <summary>The key of an entry.</summary>
    public SharedValue KeyAt(long index)
    {
        long offset = KeyOffsetAt(index);
        return offset == -1 ? default : SharedValue.Read(_region, offset);
    }

    /// <summary>Finds the first entry of a key.</summary>
    /// <returns>Its index, or -1.</returns>
    public long Find(ValueKey key)
    {
        if (_count == 0)
        {
            return -1;
        }

        var walk = new ValueWalk(_region);
        if (!key.TryGetStableHash(out ulong hash, out bool hasSet))
        {
            return -1;
        }

        // A key with a set in it has another hash in files of the 1.x library, whose set hash depended on the process: only a look at every key is sure.
        if (hasSet)
        {
            return FindByScan(key, ref walk);
        }

        for (long i = LowerBound(hash); i < _count && HashAt(i) == hash; i++)
        {
            walk.Visit(_entries);
            if (key.Matches(KeyAt(i), ref walk))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Finds UTF-8 text: what <see cref="Find(ValueKey)"/> does, without the shapes that a key may have.</summary>
    /// <returns>The index of its first entry, or -1.</returns>
    public long Find(ReadOnlySpan<byte> utf8)
    {
        if (_count == 0)
        {
            return -1;
        }

        ulong hash = StableHash.OfBytes(utf8);
        for (long i = LowerBound(hash); i < _count && HashAt(i) == hash; i++)
        {
            SharedValue key = KeyAt(i);
            if (key.TypeCode == ValueTypeCode.String && SharedBytes.ReadBytes(_region, key.PayloadOffset).Equals(utf8))
            {
                return i;
            }
        }

        return -1;
    }

    private long FindByScan(ValueKey key, ref ValueWalk walk)
    {
        for (long i = 0; i < _count; i++)
        {
            walk.Visit(_entries);
            if (key.Matches(KeyAt(i), ref walk))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// First entry whose hash is not below. Hashes of text are spread evenly, so the search starts where the hash would lie among evenly spread ones, corrects that once by what lies
    /// there, and widens by doubling; hashes of small integers are all at one end, where doubling finds them in as many steps as halving would.
    /// </summary>
    /// <remarks>
    /// PERF: ValueScenario, map-text. The first guess is off by about the square root of the count, the corrected one by about its fourth root.
    /// </remarks>
    private long LowerBound(ulong hash)
    {
        long guess = (long)Math.BigMul(hash, (ulong)_count, out _);
        ulong there = HashAt(guess);
        guess = there < hash
            ? Math.Min(guess + (long)Math.BigMul(hash - there, (ulong)_count, out _), _count - 1)
            : Math.Max(guess - (long)Math.BigMul(there - hash, (ulong)_count, out _), 0);
        long low;
        long high;
        long step = 1;
        if (HashAt(guess) < hash)
        {
            low = guess + 1;
            high = low;
            while (high < _count && HashAt(high) < hash)
            {
                low = high + 1;
                high += step;
                step *= 2;
            }

            high = Math.Min(high, _count);
        }
        else
        {
            high = guess;
            low = guess;
            while (low > 0 && HashAt(low - 1) >= hash)
            {
                high = low - 1;
                low = Math.Max(low - step, 0);
                step *= 2;
            }
        }

        while (low < high)
        {
            long middle = low + ((high - low) >> 1);
            if (HashAt(middle) < hash)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
