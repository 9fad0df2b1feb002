using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

/// <remarks>Batches hash a group of keys and start loading the tags, then the slots, of all of them before the first one is compared.</remarks>
public sealed partial class ApproximateStringIdMultiMapper
{
    /// <summary>Looks many keys up together: their cache misses overlap.</summary>
    /// <param name="keys">The UTF-8 bytes of all keys, end to end.</param>
    /// <param name="ends">Where each key ends in <paramref name="keys"/>, ascending.</param>
    /// <param name="values">Receives what is found for each key.</param>
    /// <returns>Keys for which something was found.</returns>
    /// <exception cref="ArgumentException"><paramref name="values"/> is shorter than <paramref name="ends"/>, or an end lies outside the keys.</exception>
    [SkipLocalsInit]
    public int TryGetValues(ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends, Span<ApproximateValues> values)
    {
        CheckRoom(ends.Length, values);
        Span<ulong> hashes = stackalloc ulong[RawTable.BatchSize];
        int hits = 0;
        int start = 0;
        for (int first = 0; first < ends.Length; first += RawTable.BatchSize)
        {
            int count = Math.Min(RawTable.BatchSize, ends.Length - first);
            for (int i = 0; i < count; i++)
            {
                int end = ends[first + i];
                if (end < start || end > keys.Length)
                {
                    ThrowHelper.ArgumentOutOfRange(nameof(ends), end, "Ends ascend and stay within the keys.");
                }

                hashes[i] = HashOf(keys[start..end]);
                start = end;
            }

            hits += FindBatch(hashes[..count], values[first..]);
        }

        return hits;
    }

    /// <summary>Looks many strings up together.</summary>
    /// <param name="keys">The keys, none of them null.</param>
    /// <param name="values">Receives what is found for each key.</param>
    /// <returns>Keys for which something was found.</returns>
    /// <exception cref="ArgumentException"><paramref name="values"/> is shorter than <paramref name="keys"/>, or a key is null.</exception>
    [SkipLocalsInit]
    public int TryGetValues(ReadOnlySpan<string> keys, Span<ApproximateValues> values)
    {
        CheckRoom(keys.Length, values);
        Span<ulong> hashes = stackalloc ulong[RawTable.BatchSize];
        int hits = 0;
        for (int first = 0; first < keys.Length;)
        {
            int count = 0;
            while (count < RawTable.BatchSize && first + count < keys.Length && TryHash(TextBatch.Checked(keys[first + count]), out hashes[count]))
            {
                count++;
            }

            hits += FindBatch(hashes[..count], values[first..]);
            first += count;
            if (count < RawTable.BatchSize && first < keys.Length)
            {
                // The text has no UTF-8 form.
                values[first++] = default;
            }
        }

        return hits;
    }

    /// <summary>Looks many ready-made hashes up together.</summary>
    /// <param name="hashes">Hashes of keys, <see cref="HashOf(ReadOnlySpan{byte})"/> or what the builder was given.</param>
    /// <param name="values">Receives what is found for each.</param>
    /// <returns>Hashes for which something was found.</returns>
    /// <exception cref="ArgumentException"><paramref name="values"/> is shorter than <paramref name="hashes"/>.</exception>
    [SkipLocalsInit]
    public int TryGetValuesOfHashes(ReadOnlySpan<ulong> hashes, Span<ApproximateValues> values)
    {
        CheckRoom(hashes.Length, values);
        Span<ulong> copy = stackalloc ulong[RawTable.BatchSize];
        int hits = 0;
        for (int first = 0; first < hashes.Length; first += RawTable.BatchSize)
        {
            int count = Math.Min(RawTable.BatchSize, hashes.Length - first);
            hashes.Slice(first, count).CopyTo(copy);
            hits += FindBatch(copy[..count], values[first..]);
        }

        return hits;
    }

    // Hashes of keys on entry, mixed ones on return.
    private int FindBatch(Span<ulong> hashes, Span<ApproximateValues> values)
    {
        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i] = Table.MixFingerprint(hashes[i]);
            Table.PrefetchTags(hashes[i]);
        }

        foreach (ulong mixed in hashes)
        {
            Table.PrefetchCandidate(mixed);
        }

        int hits = 0;
        for (int i = 0; i < hashes.Length; i++)
        {
            hits += TryFind(hashes[i], out values[i]) ? 1 : 0;
        }

        return hits;
    }

    private static void CheckRoom(int keys, Span<ApproximateValues> values)
    {
        if (values.Length < keys)
        {
            ThrowHelper.Argument($"Results for {keys} keys do not fit {values.Length}.", nameof(values));
        }
    }
}
