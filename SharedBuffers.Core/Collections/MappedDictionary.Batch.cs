using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Collections;

public sealed partial class MappedDictionary<TKey, TView>
{
    /// <summary>
    /// Looks many keys up together: hashes are computed and cache lines asked for ahead of the comparisons, so that the waits overlap.
    /// </summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values">Receives a record for each key; <c>default</c> where there is none.</param>
    /// <param name="found">Receives whether each key is there.</param>
    /// <returns>Keys found.</returns>
    /// <remarks>Nothing is allocated; keys other than integers go through a pooled array.</remarks>
    /// <exception cref="ArgumentException">A result span is shorter than the keys, or a key is null.</exception>
    [SkipLocalsInit]
    public int TryGetValues(ReadOnlySpan<TKey> keys, Span<TView> values, Span<bool> found)
    {
        ThrowHelper.CheckResults(keys.Length, values.Length, found.Length);
        Span<ulong> entries = stackalloc ulong[KeyIndex.BatchLength];
        int count = 0;
        for (int start = 0; start < keys.Length; start += KeyIndex.BatchLength)
        {
            int length = Math.Min(KeyIndex.BatchLength, keys.Length - start);
            _index.FindRound(keys.Slice(start, length), entries);
            count += Get(entries[..length], values[start..], found[start..]);
        }

        return count;
    }

    /// <summary>Looks many byte-string keys up together. They lie end to end in <paramref name="keys"/>. No allocation.</summary>
    /// <param name="keys">The bytes of all keys: text in UTF-8, or bytes, or GUIDs in the order of their text.</param>
    /// <param name="ends">End of each key in <paramref name="keys"/>, ascending.</param>
    /// <param name="values">Receives a record for each key; <c>default</c> where there is none.</param>
    /// <param name="found">Receives whether each key is there.</param>
    /// <returns>Keys found.</returns>
    /// <exception cref="ArgumentException">A result span is shorter than the ends, or the ends do not ascend within the keys.</exception>
    /// <exception cref="InvalidOperationException">The keys are integers or tuples.</exception>
    [SkipLocalsInit]
    public int TryGetValues(ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends, Span<TView> values, Span<bool> found)
    {
        KeyKinds.CheckByteString<TKey>(_index.KeyKind);
        ThrowHelper.CheckResults(ends.Length, values.Length, found.Length);
        Span<ulong> entries = stackalloc ulong[KeyIndex.BatchLength];
        int count = 0;
        for (int start = 0; start < ends.Length; start += KeyIndex.BatchLength)
        {
            int length = Math.Min(KeyIndex.BatchLength, ends.Length - start);
            _index.FindRound(keys, ends, start, entries);
            count += Get(entries[..length], values[start..], found[start..]);
        }

        return count;
    }

    /// <summary>The records of entries, put where the keys came from.</summary>
    /// <param name="entries">What a search gave; 0 for keys that are not there, whose results stay as they are.</param>
    /// <param name="chosen">Which keys these are.</param>
    /// <param name="origins">Where the results of keys go.</param>
    /// <param name="values">Receives the records.</param>
    /// <param name="found">Receives whether a key is there.</param>
    /// <returns>Keys found.</returns>
    internal int Get(ReadOnlySpan<ulong> entries, ReadOnlySpan<int> chosen, ReadOnlySpan<int> origins, Span<TView> values, Span<bool> found)
    {
        foreach (ulong entry in entries)
        {
            _records.Prefetch(_index.FirstOffsetOf(entry));
        }

        int count = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            if (entries[i] != 0)
            {
                int origin = origins[chosen[i]];
                values[origin] = GetRecord(entries[i]);
                found[origin] = true;
                count++;
            }
        }

        return count;
    }

    private int Get(ReadOnlySpan<ulong> entries, Span<TView> values, Span<bool> found)
    {
        // The view reads the first bytes of its record at once. What is not there leads to 0, where no harm is done.
        foreach (ulong entry in entries)
        {
            _records.Prefetch(_index.FirstOffsetOf(entry));
        }

        int count = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            found[i] = Get(_index.FirstOffsetOf(entries[i]), out values[i]);
            count += found[i] ? 1 : 0;
        }

        return count;
    }
}
