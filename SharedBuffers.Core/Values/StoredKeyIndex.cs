using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;
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
internal readonly partial struct StoredKeyIndex
{
    /// <summary>Bytes of the head.</summary>
    public const int HeaderSize = 16;

    private const int StackTextLength = 256;
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
        if (entries < HeaderSize || entries > region.Length - offset || (ulong)_count > (ulong)((region.Length - offset - entries) / KeyIndexEntry.Size))
        {
            ThrowHelper.Corrupt($"An index of {_count} keys with its entries at {entries} does not lie inside the region", offset);
        }

        _entries = offset + entries;
    }

    /// <summary>Entries.</summary>
    public long Count => _count;

    /// <summary>The number of an entry.</summary>
    public ulong NumberAt(long index) => _region.Read<ulong>(_entries + (index * KeyIndexEntry.Size) + NumberPlace);

    /// <summary>Where the key of an entry starts with its typecode; -1 for the null key, which lies nowhere.</summary>
    public long KeyOffsetAt(long index) => KeyOffset(_region.Read<long>(_entries + (index * KeyIndexEntry.Size) + KeyPlace));

    /// <summary>The key of an entry.</summary>
    public SharedValue KeyAt(long index)
    {
        long offset = KeyOffsetAt(index);
        return offset == -1 ? default : SharedValue.Read(_region, offset);
    }

    /// <summary>Finds the first entry of a key.</summary>
    /// <param name="key">The key, of any shape.</param>
    /// <param name="number">The number of its entry.</param>
    public bool TryFind(ValueKey key, out ulong number)
    {
        number = 0;
        if (_count == 0 || !key.TryGetStableHash(out ulong hash, out bool hasSet))
        {
            return false;
        }

        // A key with a set in it has another hash in files of the 1.x library, whose set hash depended on the process: only a look at every key is sure.
        var walk = new ValueWalk(_region);
        for (long i = hasSet ? 0 : FirstNotBelow(hash); i < _count; i++)
        {
            KeyIndexEntry entry = _region.Read<KeyIndexEntry>(_entries + (i * KeyIndexEntry.Size));
            if (!hasSet && entry.Hash != hash)
            {
                break;
            }

            walk.Visit(_entries);
            if (key.Matches(KeyAt(i), ref walk))
            {
                number = entry.Number;
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds UTF-8 text: what <see cref="TryFind(ValueKey, out ulong)"/> does, without the shapes that a key may have.</summary>
    public bool TryFind(ReadOnlySpan<byte> utf8, out ulong number)
    {
        if (!TryGetEntries(out ReadOnlySpan<KeyIndexEntry> entries))
        {
            return TryFind(ValueKey.OfText(utf8), out number);
        }

        ulong hash = StableHash.OfBytes(utf8);
        int first = FirstNotBelow(entries, hash);
        bool found = false;
        number = 0;
        if ((uint)first < (uint)entries.Length && entries[first].Hash == hash)
        {
            number = entries[first].Number;
            found = IsText(entries[first].KeyPointer, utf8) || TryFindBehind(first, hash, utf8, out number);
        }

        GC.KeepAlive(_region);
        return found;
    }

    /// <summary>Goes on behind an entry whose hash is that of a text, but whose key is something else: the same bytes are not the same key.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryFindBehind(long index, ulong hash, ReadOnlySpan<byte> utf8, out ulong number)
    {
        while (++index < _count && HashAt(index) == hash)
        {
            if (IsText(_region.Read<long>(_entries + (index * KeyIndexEntry.Size) + KeyPlace), utf8))
            {
                number = NumberAt(index);
                return true;
            }
        }

        number = 0;
        return false;
    }

    /// <summary>Finds a number, likewise.</summary>
    public bool TryFind(StoredNumber key, out ulong number)
    {
        if (!TryGetEntries(out ReadOnlySpan<KeyIndexEntry> entries))
        {
            return TryFind(ValueKey.OfNumber(key), out number);
        }

        ulong hash = key.GetStableHash();
        ulong candidate = 0;
        bool found = false;
        for (int i = FirstNotBelow(entries, hash); (uint)i < (uint)entries.Length && entries[i].Hash == hash && !found; i++)
        {
            candidate = entries[i].Number;
            long offset = KeyOffset(entries[i].KeyPointer);
            var code = offset == -1 ? ValueTypeCode.None : (ValueTypeCode)_region.Read<byte>(offset);
            found = ValueHeader.IsScalar(code) && StoredNumber.Read(_region, code, offset + 1).Equals(key);
        }

        GC.KeepAlive(_region);
        number = found ? candidate : 0;
        return found;
    }

    /// <summary>Finds UTF-16 text. Text with a surrogate that has no pair is no key.</summary>
    [SkipLocalsInit]
    public bool TryFind(ReadOnlySpan<char> text, out ulong number)
    {
        int maxLength = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = maxLength > StackTextLength ? ArrayPool<byte>.Shared.Rent(maxLength) : null;
        Span<byte> buffer = rented ?? stackalloc byte[StackTextLength];
        number = 0;
        bool found = Utf8.FromUtf16(text, buffer, out _, out int length, replaceInvalidSequences: false) == OperationStatus.Done && TryFind(buffer[..length], out number);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return found;
    }

    private long KeyOffset(long pointer) => pointer == SequenceCode.NullPointer ? -1 : unchecked(_offset + pointer);

    /// <summary>Whether a key is a text. The length decides first; only text that is compressed, or longer than 32 KiB, has another head.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsText(long pointer, ReadOnlySpan<byte> utf8)
    {
        long offset = unchecked(_offset + pointer);
        if (pointer == SequenceCode.NullPointer || _region.Read<byte>(offset) != (byte)ValueTypeCode.String)
        {
            return false;
        }

        int head = _region.Read<ushort>(offset + ValueHeader.Size);
        if (head >= SharedBytes.LongForm)
        {
            return IsLongText(_region, offset + ValueHeader.Size, utf8);
        }

        bool equal = head == utf8.Length && AreEqual(_region.GetSpan(offset + ValueHeader.Size + sizeof(ushort), utf8.Length), utf8);
        GC.KeepAlive(_region);
        return equal;
    }

    /// <summary>Whether two texts of the same length are equal: the commonest lengths are compared in two registers that overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int size = Vector128<byte>.Count;
        if (!Vector128.IsHardwareAccelerated || (uint)(left.Length - size) > (uint)size)
        {
            return left.SequenceEqual(right);
        }

        Vector128<byte> first = Vector128.Create(left) ^ Vector128.Create(right);
        Vector128<byte> last = Vector128.Create(left[^size..]) ^ Vector128.Create(right[^size..]);
        return (first | last) == Vector128<byte>.Zero;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsLongText(MemoryRegion region, long payload, ReadOnlySpan<byte> utf8) => SharedBytes.ReadBytes(region, payload).Equals(utf8);
}
