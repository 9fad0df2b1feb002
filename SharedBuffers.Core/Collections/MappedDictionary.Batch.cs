using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Collections;

public sealed partial class MappedDictionary<TKey, TView>
{
    /// <summary>Lookups in flight together: enough to cover the latency of memory.</summary>
    private const int BatchLength = 32;

    /// <summary>
    /// Looks many keys up together: hashes are computed and cache lines asked for ahead of the comparisons, so that the waits overlap.
    /// </summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values">Receives a record for each key; <c>default</c> where there is none.</param>
    /// <param name="found">Receives whether each key is there.</param>
    /// <returns>Keys found.</returns>
    /// <remarks>Integer keys allocate nothing; text keys are transcoded into a pooled array.</remarks>
    /// <exception cref="ArgumentException">A result span is shorter than the keys, or a text key is null.</exception>
    public int TryGetValues(ReadOnlySpan<TKey> keys, Span<TView> values, Span<bool> found)
    {
        CheckResults(keys.Length, values, found);
        int count = 0;
        for (int start = 0; start < keys.Length; start += BatchLength)
        {
            int length = Math.Min(BatchLength, keys.Length - start);
            count += typeof(TKey).IsValueType
                ? GetIntegers(keys.Slice(start, length), values[start..], found[start..])
                : GetStrings(keys.Slice(start, length), values[start..], found[start..]);
        }

        return count;
    }

    /// <summary>Looks many text keys up together. They lie end to end in <paramref name="utf8Keys"/>. No allocation.</summary>
    /// <param name="utf8Keys">The bytes of all keys.</param>
    /// <param name="ends">End of each key in <paramref name="utf8Keys"/>, ascending.</param>
    /// <param name="values">Receives a record for each key; <c>default</c> where there is none.</param>
    /// <param name="found">Receives whether each key is there.</param>
    /// <returns>Keys found.</returns>
    /// <exception cref="ArgumentException">A result span is shorter than the ends, or the ends do not ascend within the keys.</exception>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    public int TryGetValues(ReadOnlySpan<byte> utf8Keys, ReadOnlySpan<int> ends, Span<TView> values, Span<bool> found)
    {
        CheckText();
        CheckResults(ends.Length, values, found);
        int count = 0;
        Span<int> partEnds = stackalloc int[BatchLength];
        for (int start = 0; start < ends.Length; start += BatchLength)
        {
            ReadOnlySpan<int> part = ends.Slice(start, Math.Min(BatchLength, ends.Length - start));
            int first = start == 0 ? 0 : ends[start - 1];
            CheckEnds(part, first, utf8Keys.Length);
            for (int i = 0; i < part.Length; i++)
            {
                partEnds[i] = part[i] - first;
            }

            count += GetTexts(utf8Keys[first..part[^1]], partEnds[..part.Length], values[start..], found[start..]);
        }

        return count;
    }

    private int GetIntegers(ReadOnlySpan<TKey> keys, Span<TView> values, Span<bool> found)
    {
        foreach (TKey key in keys)
        {
            _index.PrefetchInteger(key);
        }

        Span<long> offsets = stackalloc long[BatchLength];
        for (int i = 0; i < keys.Length; i++)
        {
            found[i] = _index.TryFindInteger(keys[i], out offsets[i]);
        }

        int count = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            count += Get(found[i], offsets[i], out values[i]) ? 1 : 0;
        }

        return count;
    }

    private int GetStrings(ReadOnlySpan<TKey> keys, Span<TView> values, Span<bool> found)
    {
        const int MaxBytesPerChar = 3;
        int most = 0;
        foreach (TKey key in keys)
        {
            ArgumentNullException.ThrowIfNull(key, nameof(keys));
            most = checked(most + (Unsafe.As<string>(key).Length * MaxBytesPerChar));
        }

        Span<int> ends = stackalloc int[BatchLength];
        Span<bool> hasUtf8 = stackalloc bool[BatchLength];
        byte[] utf8 = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            int end = 0;
            for (int i = 0; i < keys.Length; i++)
            {
                string key = Unsafe.As<string>(keys[i]);
                hasUtf8[i] = Utf8.FromUtf16(key, utf8.AsSpan(end), out _, out int written, replaceInvalidSequences: false) == OperationStatus.Done;
                end += hasUtf8[i] ? written : 0;
                ends[i] = end;
            }

            int count = GetTexts(utf8.AsSpan(0, end), ends[..keys.Length], values, found);

            // Text without a UTF-8 form went in as the empty key, which may be there.
            for (int i = 0; i < keys.Length; i++)
            {
                if (!hasUtf8[i] && found[i])
                {
                    found[i] = false;
                    values[i] = default;
                    count--;
                }
            }

            return count;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }

    private int GetTexts(ReadOnlySpan<byte> utf8Keys, ReadOnlySpan<int> ends, Span<TView> values, Span<bool> found)
    {
        Span<long> offsets = stackalloc long[BatchLength];
        _index.TryFindBatch(utf8Keys, ends, offsets);
        int count = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            // No record lies at 0.
            found[i] = offsets[i] != 0;
            count += Get(found[i], offsets[i], out values[i]) ? 1 : 0;
        }

        return count;
    }

    private static void CheckEnds(ReadOnlySpan<int> ends, int first, int length)
    {
        int last = first;
        foreach (int end in ends)
        {
            if (end < last || end > length)
            {
                ThrowHelper.ArgumentOutOfRange(nameof(ends), end, "Ends ascend and stay within the keys.");
            }

            last = end;
        }
    }

    private static void CheckResults(int count, Span<TView> values, Span<bool> found)
    {
        if (values.Length < count || found.Length < count)
        {
            ThrowHelper.Argument($"{values.Length} records and {found.Length} flags do not hold the results of {count} keys.", nameof(values));
        }
    }
}
