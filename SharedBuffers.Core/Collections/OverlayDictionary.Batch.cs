using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Collections;

public sealed partial class OverlayDictionary<TKey, TView>
{
    /// <summary>Looks many keys up together, so that the waits for memory overlap: each layer is asked for all keys that those above it neither have nor remove.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values">Receives a record for each key; <c>default</c> where there is none.</param>
    /// <param name="found">Receives whether each key is there.</param>
    /// <returns>Keys found.</returns>
    /// <remarks>Nothing is allocated; keys go through pooled memory.</remarks>
    /// <exception cref="ArgumentException">A result span is shorter than the keys, or what is asked for cannot be a key, as null.</exception>
    public int TryGetValues(ReadOnlySpan<TKey> keys, Span<TView> values, Span<bool> found) => Find(new TypedKeyBatch<TKey>(keys), values, found);

    /// <summary>Looks many byte-string keys up together. They lie end to end in <paramref name="keys"/>. No allocation.</summary>
    /// <param name="keys">The bytes of all keys: text in UTF-8, or bytes, or GUIDs in the order of their text; among keys of any type, bytes.</param>
    /// <param name="ends">End of each key in <paramref name="keys"/>, ascending.</param>
    /// <param name="values">Receives a record for each key; <c>default</c> where there is none.</param>
    /// <param name="found">Receives whether each key is there.</param>
    /// <returns>Keys found.</returns>
    /// <exception cref="ArgumentException">A result span is shorter than the ends, or the ends do not ascend within the keys.</exception>
    /// <exception cref="InvalidOperationException">The keys are integers or tuples.</exception>
    public int TryGetValues(ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends, Span<TView> values, Span<bool> found)
    {
        KeyKinds.CheckByteString<TKey>(_layers.KeyKind);
        return Find(new ByteKeyBatch(_layers.KeyKind, keys, ends), values, found);
    }

    [SkipLocalsInit]
    private int Find<TBatch>(scoped TBatch batch, Span<TView> values, Span<bool> found)
        where TBatch : IKeyBatch, allows ref struct
    {
        ThrowHelper.CheckResults(batch.Count, values.Length, found.Length);
        Span<int> origins = stackalloc int[KeyIndex.BatchLength];
        Span<int> layers = stackalloc int[KeyIndex.BatchLength];
        Span<ulong> entries = stackalloc ulong[KeyIndex.BatchLength];
        var keys = new StoredKeys(_layers.KeyKind, stackalloc ulong[KeyIndex.BatchLength], stackalloc int[KeyIndex.BatchLength]);
        int count = 0;
        try
        {
            for (int start = 0; start < batch.Count; start += KeyIndex.BatchLength)
            {
                int length = Math.Min(KeyIndex.BatchLength, batch.Count - start);
                values.Slice(start, length).Clear();
                found.Slice(start, length).Clear();
                keys.Truncate(0);
                for (int i = 0; i < length; i++)
                {
                    origins[keys.Count] = start + i;
                    batch.TryAdd(start + i, ref keys);
                }

                int asked = keys.Count;
                _layers.FindRound(ref keys, layers, entries);
                count += Get(origins[..asked], layers, entries, values, found);
            }
        }
        finally
        {
            keys.Dispose();
        }

        return count;
    }

    private int Get(ReadOnlySpan<int> origins, ReadOnlySpan<int> layers, ReadOnlySpan<ulong> entries, Span<TView> values, Span<bool> found)
    {
        for (int i = 0; i < origins.Length; i++)
        {
            if (entries[i] != 0)
            {
                _layers[layers[i]].Records.Prefetch(_layers[layers[i]].FirstOffsetOf(entries[i]));
            }
        }

        int count = 0;
        for (int i = 0; i < origins.Length; i++)
        {
            if (entries[i] != 0)
            {
                found[origins[i]] = Get(true, layers[i], entries[i], out values[origins[i]]);
                count++;
            }
        }

        return count;
    }
}
