using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>
/// Batches hash a group of keys and start loading the tags of all of them, then the slots that these point to, before the first one is compared: the misses overlap whatever the processor's own
/// look-ahead would have seen.
/// </summary>
internal sealed unsafe partial class RawTable
{
    /// <summary>Lookups in flight together: enough to cover memory latency, few enough for the fill buffers of one core ("Batches of text keys" in docs/experiments.md).</summary>
    public const int BatchSize = 32;

    /// <summary>Looks 64-bit keys up; returns how many were found.</summary>
    public int TryFindUInt64Batch(ReadOnlySpan<ulong> keys, Span<ulong> values, Span<bool> found)
    {
        CheckResults(keys.Length, values, found);
        if (_all is { } all)
        {
            return all.TakeFirst(all.TryFindUInt64Batch(keys, values, found), values[..keys.Length]);
        }

        if (_path == LookupPath.WideLines)
        {
            return FindInLinesBatch(keys, values, found);
        }

        int hits = 0;
        for (int first = 0; first < keys.Length; first += BatchSize)
        {
            int count = Math.Min(BatchSize, keys.Length - first);
            for (int i = 0; i < count; i++)
            {
                PrefetchUInt64(keys[first + i]);
            }

            for (int i = 0; i < count; i++)
            {
                bool hit = TryFindUInt64(keys[first + i], out values[first + i]);
                found[first + i] = hit;
                hits += hit ? 1 : 0;
            }
        }

        return hits;
    }

    // The commonest integer tables: what is the same for all keys is asked for once, and what the first round has made is not made again.
    [SkipLocalsInit]
    private int FindInLinesBatch(ReadOnlySpan<ulong> keys, Span<ulong> values, Span<bool> found)
    {
        // SAFETY: at most BatchSize of both are written, then read. Homes are below their number, so that each line is one.
        ulong* mixed = stackalloc ulong[BatchSize];
        byte** lines = stackalloc byte*[BatchSize];
        byte* area = Area;
        IntegerHash integers = _integers;
        ulong homes = _homeCount;
        int hits = 0;
        for (int first = 0; first < keys.Length; first += BatchSize)
        {
            ReadOnlySpan<ulong> group = keys.Slice(first, Math.Min(BatchSize, keys.Length - first));
            for (int i = 0; i < group.Length; i++)
            {
                ulong hash = integers.Mix(group[i]);
                mixed[i] = hash;
                lines[i] = area + (WideMath.MultiplyHigh(hash, homes) * HashTableHeader.LineLength);
                PrefetchLines(lines[i]);
            }

            for (int i = 0; i < group.Length; i++)
            {
                bool hit = FindInLines(lines[i], mixed[i], out values[first + i]) is not null;
                found[first + i] = hit;
                hits += hit ? 1 : 0;
            }
        }

        GC.KeepAlive(this);
        return hits;
    }

    /// <summary>Looks 32-bit keys up; returns how many were found.</summary>
    public int TryFindUInt32Batch(ReadOnlySpan<uint> keys, Span<ulong> values, Span<bool> found)
    {
        CheckResults(keys.Length, values, found);
        if (_all is { } all)
        {
            return all.TakeFirst(all.TryFindUInt32Batch(keys, values, found), values[..keys.Length]);
        }

        int hits = 0;
        for (int first = 0; first < keys.Length; first += BatchSize)
        {
            int count = Math.Min(BatchSize, keys.Length - first);
            for (int i = 0; i < count; i++)
            {
                PrefetchUInt32(keys[first + i]);
            }

            for (int i = 0; i < count; i++)
            {
                bool hit = TryFindUInt32(keys[first + i], out values[first + i]);
                found[first + i] = hit;
                hits += hit ? 1 : 0;
            }
        }

        return hits;
    }

    /// <summary>Looks byte-string keys up that lie end to end; key i ends at <c>ends[i]</c>. Returns how many were found.</summary>
    public int TryFindInlineBatch(ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends, Span<ulong> values, Span<bool> found) => TryFindInlineBatch(keys, ends, default, values, found);

    /// <summary>The same for keys whose hashes the caller may have.</summary>
    /// <param name="keys">The bytes of all keys.</param>
    /// <param name="ends">End of each key in <paramref name="keys"/>, ascending.</param>
    /// <param name="known">Hashes of the keys under <see cref="Seed"/>; empty to make them here.</param>
    /// <param name="values">Receives the value of each key.</param>
    /// <param name="found">Receives whether each key is there.</param>
    [SkipLocalsInit]
    public int TryFindInlineBatch(ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends, ReadOnlySpan<ulong> known, Span<ulong> values, Span<bool> found)
    {
        CheckResults(ends.Length, values, found);
        if (_all is { } all)
        {
            return all.TakeFirst(all.TryFindInlineBatch(keys, ends, known, values, found), values[..ends.Length]);
        }

        if (_hasSampledKeys)
        {
            return TryFindDisplacedBatch(keys, ends, values, found);
        }

        ulong* hashes = stackalloc ulong[BatchSize];
        byte** candidates = stackalloc byte*[BatchSize];
        int hits = 0;
        int groupStart = 0;
        fixed (byte* bytes = keys)
        {
            for (int first = 0; first < ends.Length; first += BatchSize)
            {
                int count = Math.Min(BatchSize, ends.Length - first);
                int start = groupStart;
                for (int i = 0; i < count; i++)
                {
                    int end = ends[first + i];
                    CheckEnd(start, end, keys.Length);

                    // SAFETY: 0 <= start <= end <= length of the keys. At most BatchSize hashes are written, then read.
                    hashes[i] = known.IsEmpty ? XxHash3.Hash64(bytes + start, end - start, Seed) : known[first + i];
                    PrefetchTags(hashes[i]);
                    start = end;
                }

                for (int i = 0; i < count; i++)
                {
                    candidates[i] = FirstCandidate(hashes[i]);
                    PrefetchSlot(candidates[i]);
                }

                start = groupStart;
                for (int i = 0; i < count; i++)
                {
                    int end = ends[first + i];
                    bool hit = TryFindCandidate(candidates[i], bytes + start, end - start, hashes[i], out values[first + i]);
                    found[first + i] = hit;
                    hits += hit ? 1 : 0;
                    start = end;
                }

                groupStart = start;
            }
        }

        return hits;
    }

    // Few keys are in the cache: there is nothing to wait for.
    private int TryFindDisplacedBatch(ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends, Span<ulong> values, Span<bool> found)
    {
        int hits = 0;
        int start = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            CheckEnd(start, ends[i], keys.Length);
            found[i] = TryFindInline(keys[start..ends[i]], out values[i]);
            hits += found[i] ? 1 : 0;
            start = ends[i];
        }

        return hits;
    }

    // What the tags have told already is not asked again.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryFindCandidate(byte* slot, byte* key, int length, ulong hash, out ulong value)
    {
        if (slot is null)
        {
            value = 0;
            return false;
        }

        // SAFETY: a candidate lies in the table, and so does a key of up to the capacity in it.
        if (slot != Undecided && *slot == length && (uint)length <= _keyCapacity && KeyBytes.Equal(slot + 1, key, (uint)length))
        {
            value = ReadValue(slot);
            GC.KeepAlive(this);
            return true;
        }

        return FindTagged(key, length, hash, out value) is not null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CheckEnd(int start, int end, int length)
    {
        if (end < start || end > length)
        {
            ThrowHelper.ArgumentOutOfRange("ends", end, "Ends ascend and stay within the keys.");
        }
    }

    private static void CheckResults(int keys, Span<ulong> values, Span<bool> found)
    {
        if (values.Length < keys || found.Length < keys)
        {
            ThrowHelper.Argument($"Results for {keys} keys do not fit {values.Length} values and {found.Length} marks.", values.Length < keys ? nameof(values) : nameof(found));
        }
    }
}
