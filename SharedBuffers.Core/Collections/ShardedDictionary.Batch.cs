using System.Buffers;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Collections;

public sealed partial class ShardedDictionary<TKey, TView>
{
    /// <summary>Keys that are parted by shard at a time: enough for several of each shard, few enough for the first-level cache.</summary>
    private const int PartLength = 1024;

    /// <summary>Looks many keys up together, so that the waits for memory overlap: the keys are parted by shard, and each shard is asked for its own.</summary>
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
        KeyKinds.CheckByteString<TKey>(Manifest.KeyKind);
        return Find(new ByteKeyBatch(Manifest.KeyKind, keys, ends), values, found);
    }

    [SkipLocalsInit]
    private int Find<TBatch>(scoped TBatch batch, Span<TView> values, Span<bool> found)
        where TBatch : IKeyBatch, allows ref struct
    {
        ThrowHelper.CheckResults(batch.Count, values.Length, found.Length);
        int partLength = Math.Min(PartLength, batch.Count);
        ulong[] hashes = ArrayPool<ulong>.Shared.Rent(partLength);
        int[] numbers = ArrayPool<int>.Shared.Rent((4 * partLength) + _shards.Length);
        scoped var keys = new StoredKeys(Manifest.KeyKind, hashes, numbers.AsSpan(0, partLength));
        scoped var round = new StoredKeys(Manifest.KeyKind, stackalloc ulong[KeyIndex.BatchLength], stackalloc int[KeyIndex.BatchLength]);
        int count = 0;
        try
        {
            for (int start = 0; start < batch.Count; start += PartLength)
            {
                int length = Math.Min(PartLength, batch.Count - start);
                Span<int> origins = numbers.AsSpan(partLength, partLength);
                values.Slice(start, length).Clear();
                found.Slice(start, length).Clear();
                keys.Truncate(0);
                for (int i = 0; i < length; i++)
                {
                    origins[keys.Count] = start + i;
                    batch.TryAdd(start + i, ref keys);
                }

                count += FindPart(keys, ref round, origins, numbers.AsSpan(2 * partLength), values, found);
            }
        }
        finally
        {
            keys.Dispose();
            round.Dispose();
            ArrayPool<ulong>.Shared.Return(hashes);
            ArrayPool<int>.Shared.Return(numbers);
        }

        return count;
    }

    /// <summary>Sorts keys by shard, counting, and asks each shard for its own in rounds.</summary>
    private int FindPart(scoped in StoredKeys keys, scoped ref StoredKeys round, ReadOnlySpan<int> origins, Span<int> numbers, Span<TView> values, Span<bool> found)
    {
        Span<int> shards = numbers[..keys.Count];
        Span<int> order = numbers.Slice(keys.Count, keys.Count);
        Span<int> ends = numbers.Slice(2 * keys.Count, _shards.Length);
        ends.Clear();
        for (int i = 0; i < keys.Count; i++)
        {
            shards[i] = ShardRouting.ShardOf(keys[i], Manifest.KeyKind, _shards.Length);
            ends[shards[i]]++;
        }

        for (int shard = 1; shard < ends.Length; shard++)
        {
            ends[shard] += ends[shard - 1];
        }

        // From the last to the first, so that each end becomes the start of its shard.
        for (int i = keys.Count - 1; i >= 0; i--)
        {
            order[--ends[shards[i]]] = i;
        }

        int count = 0;
        for (int start = 0; start < order.Length;)
        {
            int shard = shards[order[start]];
            int end = shard + 1 < ends.Length ? ends[shard + 1] : order.Length;
            int length = Math.Min(KeyIndex.BatchLength, end - start);
            count += FindRound(_shards[shard], keys, ref round, order.Slice(start, length), origins, values, found);
            start += length;
        }

        return count;
    }

    [SkipLocalsInit]
    private static int FindRound(
        MappedDictionary<TKey, TView> shard,
        scoped in StoredKeys keys,
        scoped ref StoredKeys round,
        ReadOnlySpan<int> chosen,
        ReadOnlySpan<int> origins,
        Span<TView> values,
        Span<bool> found)
    {
        Span<ulong> entries = stackalloc ulong[KeyIndex.BatchLength];
        round.Truncate(0);
        foreach (int key in chosen)
        {
            round.Add(keys[key]);
        }

        shard.Index.FindRound(round, entries);
        return shard.Get(entries[..chosen.Length], chosen, origins, values, found);
    }
}
