using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SharedBuffers.Layout;

namespace SharedBuffers.Values;

internal readonly partial struct StoredKeyIndex
{
    /// <summary>Entries around a guess that are compared without a branch.</summary>
    private const int Window = 8;

    /// <summary>Words of 64 bits in a window: three vectors of 512 bits.</summary>
    private const int WindowWords = Window * KeyIndexEntry.Size / sizeof(ulong);

    /// <summary>When the greatest hash is no greater, the keys are small numbers, whose hashes are themselves.</summary>
    private const ulong MaxSmallHash = ulong.MaxValue >> 11;

    /// <summary>All entries, unless they are more than a span can show. Good while the region is open and referenced.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryGetEntries(out ReadOnlySpan<KeyIndexEntry> entries)
    {
        if (_count > int.MaxValue / KeyIndexEntry.Size)
        {
            entries = default;
            return false;
        }

        // An index that is default has no region, and no entries either.
        ReadOnlySpan<byte> bytes = _count == 0 ? default : _region.GetSpan(_entries, (int)_count * KeyIndexEntry.Size);
        entries = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, KeyIndexEntry>(ref MemoryMarshal.GetReference(bytes)), (int)_count);
        return true;
    }

    private ulong HashAt(long index) => _region.Read<ulong>(_entries + (index * KeyIndexEntry.Size));

    /// <summary>First entry whose hash is not below; the count when all are.</summary>
    private long FirstNotBelow(ulong hash)
    {
        if (TryGetEntries(out ReadOnlySpan<KeyIndexEntry> entries))
        {
            int first = FirstNotBelow(entries, hash);
            GC.KeepAlive(_region);
            return first;
        }

        long low = 0;
        long high = _count;
        while (low < high)
        {
            long middle = low + ((high - low) >> 1);
            (low, high) = HashAt(middle) < hash ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>
    /// Hashes of text are spread evenly: the search starts where the hash would lie then, corrects that twice by what lies there, and counts how many of the entries around are
    /// below. Only where those do not enclose the hash it halves what is left.
    /// </summary>
    /// <remarks>
    /// PERF: ValueScenario, map-text. The first guess is off by about the square root of the count, a corrected one by about the root of what it corrects. No branch on the way depends
    /// on the hash but for the last, which is nearly always the same; searching with branches takes twice the time, once the questions are too many to be learnt by heart.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int FirstNotBelow(ReadOnlySpan<KeyIndexEntry> entries, ulong hash)
    {
        if (entries.Length <= Window || entries[^1].Hash <= MaxSmallHash)
        {
            return FirstNotBelowSmall(entries, hash);
        }

        int guess = (int)(((hash >> 32) * (ulong)entries.Length) >> 32);
        guess = Correct(entries, guess, hash);
        guess = Correct(entries, guess, hash);
        return FirstNotBelowNear(entries, guess, hash);
    }

    /// <summary>Few keys, or the hashes of small numbers: those are at one end of the range of hashes, but may be spread evenly between the first and the last.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int FirstNotBelowSmall(ReadOnlySpan<KeyIndexEntry> entries, ulong hash)
    {
        if (entries.Length <= Window || hash > entries[^1].Hash)
        {
            return entries.Length <= Window ? HalveTo(entries, hash) : entries.Length;
        }

        // Hashes of up to 53 bits are exact as doubles. A damaged index may have a greater hash before the last: conversions saturate, and every guess is brought into bounds.
        double first = entries[0].Hash;
        double slope = (entries.Length - 1) / (entries[^1].Hash - first);
        int guess = (int)Math.Max(Math.Min((hash - first) * slope, entries.Length - 1), 0);
        guess = (int)Math.Max(Math.Min(guess + ((hash - (double)entries[guess].Hash) * slope), entries.Length - 1), 0);
        return FirstNotBelowNear(entries, guess, hash);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int FirstNotBelowNear(ReadOnlySpan<KeyIndexEntry> entries, int guess, ulong hash)
    {
        int first = Math.Max(Math.Min(guess - (Window / 2), entries.Length - Window), 0);
        int below = CountBelow(entries.Slice(first, Window), hash);
        return below is 0 or Window ? FirstNotBelowBeside(entries, first, below, hash) : first + below;
    }

    /// <summary>All of a window is below, or nothing: looks at the window beside it, and then halves.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int FirstNotBelowBeside(ReadOnlySpan<KeyIndexEntry> entries, int first, int below, ulong hash)
    {
        if (below is 0)
        {
            int start = Math.Max(first - Window, 0);
            below = CountBelow(entries.Slice(start, Window), hash);
            return below is 0 ? HalveTo(entries[..start], hash) : start + below;
        }

        int last = Math.Min(first + Window, entries.Length - Window);
        below = CountBelow(entries.Slice(last, Window), hash);
        return last + below + (below is Window ? HalveTo(entries[(last + Window)..], hash) : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Correct(ReadOnlySpan<KeyIndexEntry> entries, int guess, ulong hash)
    {
        long distance = unchecked((long)(hash - entries[guess].Hash));
        return (int)Math.Max(Math.Min(guess + (((distance >> 32) * entries.Length) >> 32), entries.Length - 1), 0);
    }

    /// <summary>The comparisons of a whole window, none of which waits for another. Every third word is a hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CountBelow(ReadOnlySpan<KeyIndexEntry> window, ulong hash)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            return (window[7].Hash < hash ? 1 : 0) + (window[6].Hash < hash ? 1 : 0) + (window[5].Hash < hash ? 1 : 0) + (window[4].Hash < hash ? 1 : 0)
                + (window[3].Hash < hash ? 1 : 0) + (window[2].Hash < hash ? 1 : 0) + (window[1].Hash < hash ? 1 : 0) + (window[0].Hash < hash ? 1 : 0);
        }

        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<KeyIndexEntry, ulong>(window)[..WindowWords];
        Vector512<ulong> wanted = Vector512.Create(hash);
        uint first = (uint)Vector512.LessThan(Vector512.Create(words[..8]), wanted).ExtractMostSignificantBits() & 0b0100_1001;
        uint second = (uint)Vector512.LessThan(Vector512.Create(words[8..16]), wanted).ExtractMostSignificantBits() & 0b1001_0010;
        uint third = (uint)Vector512.LessThan(Vector512.Create(words[16..]), wanted).ExtractMostSignificantBits() & 0b0010_0100;
        return BitOperations.PopCount(first | (second << 8) | (third << 16));
    }

    private static int HalveTo(ReadOnlySpan<KeyIndexEntry> entries, ulong hash)
    {
        // The loop always halves and never leaves early, so its only branch is predictable.
        int low = 0;
        int length = entries.Length;
        while (length > 0)
        {
            int half = length >> 1;
            bool isBelow = entries[low + half].Hash < hash;
            low = isBelow ? low + half + 1 : low;
            length = isBelow ? length - half - 1 : half;
        }

        return low;
    }
}
