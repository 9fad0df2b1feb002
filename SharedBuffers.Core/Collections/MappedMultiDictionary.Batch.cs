using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Collections;

public sealed partial class MappedMultiDictionary<TKey, TView>
{
    /// <summary>
    /// Looks many keys up together: hashes are computed and cache lines asked for ahead of the comparisons, so that the waits overlap.
    /// </summary>
    /// <param name="keys">The keys.</param>
    /// <param name="records">Receives the records of each key; none where it is not there.</param>
    /// <returns>Keys found.</returns>
    /// <remarks>Nothing is allocated; keys other than integers go through a pooled array.</remarks>
    /// <exception cref="ArgumentException">The result span is shorter than the keys, or a key is null.</exception>
    [SkipLocalsInit]
    public int TryGetValues(ReadOnlySpan<TKey> keys, Span<MappedRecords<TView>> records)
    {
        CheckResults(keys.Length, records);
        Span<ulong> entries = stackalloc ulong[KeyIndex.BatchLength];
        int count = 0;
        for (int start = 0; start < keys.Length; start += KeyIndex.BatchLength)
        {
            int length = Math.Min(KeyIndex.BatchLength, keys.Length - start);
            _index.FindRound(keys.Slice(start, length), entries);
            count += Get(entries[..length], records[start..]);
        }

        return count;
    }

    /// <summary>Looks many byte-string keys up together. They lie end to end in <paramref name="keys"/>. No allocation.</summary>
    /// <param name="keys">The bytes of all keys: text in UTF-8, or bytes, or GUIDs in the order of their text.</param>
    /// <param name="ends">End of each key in <paramref name="keys"/>, ascending.</param>
    /// <param name="records">Receives the records of each key; none where it is not there.</param>
    /// <returns>Keys found.</returns>
    /// <exception cref="ArgumentException">The result span is shorter than the ends, or the ends do not ascend within the keys.</exception>
    /// <exception cref="InvalidOperationException">The keys are integers or tuples.</exception>
    [SkipLocalsInit]
    public int TryGetValues(ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends, Span<MappedRecords<TView>> records)
    {
        KeyKinds.CheckByteString<TKey>(_index.KeyKind);
        CheckResults(ends.Length, records);
        Span<ulong> entries = stackalloc ulong[KeyIndex.BatchLength];
        int count = 0;
        for (int start = 0; start < ends.Length; start += KeyIndex.BatchLength)
        {
            int length = Math.Min(KeyIndex.BatchLength, ends.Length - start);
            _index.FindRound(keys, ends, start, entries);
            count += Get(entries[..length], records[start..]);
        }

        return count;
    }

    private int Get(ReadOnlySpan<ulong> entries, Span<MappedRecords<TView>> records)
    {
        _index.PrefetchPlaces(entries);
        int count = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            count += Get(entries[i] != 0, entries[i], out records[i]) ? 1 : 0;
        }

        return count;
    }

    private static void CheckResults(int count, Span<MappedRecords<TView>> records)
    {
        if (records.Length < count)
        {
            ThrowHelper.Argument($"{records.Length} results do not hold those of {count} keys.", nameof(records));
        }
    }
}
