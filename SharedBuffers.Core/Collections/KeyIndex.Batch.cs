using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <remarks>
/// Many keys together: hashes are computed and cache lines asked for ahead of the comparisons, so that the waits overlap. These members take one round of keys.
/// </remarks>
internal sealed partial class KeyIndex
{
    /// <summary>Keys of a round: enough to cover the latency of memory.</summary>
    public const int BatchLength = 32;

    /// <summary>Finds up to <see cref="BatchLength"/> keys.</summary>
    /// <param name="keys">The keys; the caller knows that they are of this type.</param>
    /// <param name="entries">Receives the entry of each key; 0 where there is none.</param>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    public void FindRound<TKey>(ReadOnlySpan<TKey> keys, Span<ulong> entries)
    {
        if (KeyKinds.IsInteger<TKey>())
        {
            FindIntegers(keys, entries);
        }
        else
        {
            FindStored(new TypedKeyBatch<TKey>(keys), 0, keys.Length, entries);
        }
    }

    /// <summary>Finds up to <see cref="BatchLength"/> byte-string keys that lie end to end.</summary>
    /// <param name="keys">The bytes of all keys.</param>
    /// <param name="ends">End of each key, ascending.</param>
    /// <param name="entries">Receives the entry of each key; 0 where there is none.</param>
    public void FindRound(ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends, Span<ulong> entries) => FindHashedRound(keys, ends, default, entries);

    /// <param name="keys">The bytes of all keys.</param>
    /// <param name="ends">End of each key, ascending.</param>
    /// <param name="hashes">Their hashes under the seed of the table; empty to make them here.</param>
    /// <param name="entries">Receives the entry of each key; 0 where there is none.</param>
    [SkipLocalsInit]
    private void FindHashedRound(ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends, ReadOnlySpan<ulong> hashes, Span<ulong> entries)
    {
        if (_keyed is { } keyed)
        {
            Span<long> offsets = stackalloc long[BatchLength];
            keyed.TryFindBatch(keys, ends, hashes, offsets);
            for (int i = 0; i < ends.Length; i++)
            {
                entries[i] = (ulong)offsets[i] / Unit;
            }

            return;
        }

        Span<bool> found = stackalloc bool[BatchLength];
        _table.TryFindInlineBatch(keys, ends, hashes, entries, found);
        for (int i = 0; i < ends.Length; i++)
        {
            entries[i] = found[i] ? entries[i] : 0;
        }
    }

    /// <summary>Finds up to <see cref="BatchLength"/> keys of a longer sequence of byte-string keys.</summary>
    /// <param name="keys">The bytes of all keys of the sequence.</param>
    /// <param name="ends">End of each key of the sequence, ascending.</param>
    /// <param name="first">The first key of the round.</param>
    /// <param name="entries">Receives the entry of each key; 0 where there is none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ends do not ascend within the keys.</exception>
    [SkipLocalsInit]
    public void FindRound(ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends, int first, Span<ulong> entries)
    {
        if (KeyKind == KeyKind.Object)
        {
            FindStored(new ByteKeyBatch(KeyKind, keys, ends), first, Math.Min(BatchLength, ends.Length - first), entries);
            return;
        }

        ReadOnlySpan<int> part = ends.Slice(first, Math.Min(BatchLength, ends.Length - first));
        int start = first == 0 ? 0 : ends[first - 1];
        Span<int> partEnds = stackalloc int[BatchLength];
        int last = start;
        for (int i = 0; i < part.Length; i++)
        {
            if (part[i] < last || part[i] > keys.Length)
            {
                ThrowHelper.ArgumentOutOfRange(nameof(ends), part[i], "Ends ascend and stay within the keys.");
            }

            last = part[i];
            partEnds[i] = last - start;
        }

        FindRound(keys[start..last], partEnds[..part.Length], entries);
    }

    /// <summary>Finds up to <see cref="BatchLength"/> keys as they are stored.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="entries">Receives the entry of each key; 0 where there is none.</param>
    public void FindRound(scoped in StoredKeys keys, Span<ulong> entries)
    {
        if (IsByteString)
        {
            FindHashedRound(keys.Bytes, keys.Ends, _table.Seed == 0 ? keys.Hashes : default, entries);
        }
        else if (KeyKind.IsNarrow())
        {
            FindIntegers(keys.Bits, entries, isNarrow: true);
        }
        else
        {
            FindIntegers(keys.Bits, entries, isNarrow: false);
        }
    }

    /// <summary>Starts loading what a search for a key reads first.</summary>
    public void Prefetch(StoredKey key)
    {
        if (!IsByteString)
        {
            PrefetchInteger(key.Bits);
        }
        else if (_keyed is not null)
        {
            _table.PrefetchReferences(_table.HashOf(key.Bytes, key.Hash));
        }
        else
        {
            _table.PrefetchTags(_table.HashOf(key.Bytes, key.Hash));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PrefetchInteger(ulong bits)
    {
        if (KeyKind.IsNarrow())
        {
            _table.PrefetchUInt32((uint)bits);
        }
        else
        {
            _table.PrefetchUInt64(bits);
        }
    }

    private void FindIntegers(ReadOnlySpan<ulong> keys, Span<ulong> entries, bool isNarrow)
    {
        foreach (ulong key in keys)
        {
            PrefetchInteger(key);
        }

        for (int i = 0; i < keys.Length; i++)
        {
            bool found = isNarrow ? _table.TryFindUInt32((uint)keys[i], out entries[i]) : _table.TryFindUInt64(keys[i], out entries[i]);
            entries[i] = found ? entries[i] : 0;
        }
    }

    private void FindIntegers<TKey>(ReadOnlySpan<TKey> keys, Span<ulong> entries)
    {
        foreach (TKey key in keys)
        {
            ulong bits = KeyKinds.ToBits(key);
            if (Unsafe.SizeOf<TKey>() == sizeof(uint))
            {
                _table.PrefetchUInt32((uint)bits);
            }
            else
            {
                _table.PrefetchUInt64(bits);
            }
        }

        for (int i = 0; i < keys.Length; i++)
        {
            if (!TryFind(keys[i], out entries[i]))
            {
                entries[i] = 0;
            }
        }
    }

    [SkipLocalsInit]
    private void FindStored<TBatch>(scoped TBatch batch, int first, int count, Span<ulong> entries)
        where TBatch : IKeyBatch, allows ref struct
    {
        Span<int> origins = stackalloc int[BatchLength];
        Span<ulong> found = stackalloc ulong[BatchLength];
        var keys = new StoredKeys(KeyKind, stackalloc ulong[BatchLength], stackalloc int[BatchLength]);
        try
        {
            entries[..count].Clear();
            for (int i = 0; i < count; i++)
            {
                origins[keys.Count] = i;
                batch.TryAdd(first + i, ref keys);
            }

            FindRound(keys, found);
            for (int i = 0; i < keys.Count; i++)
            {
                entries[origins[i]] = found[i];
            }
        }
        finally
        {
            keys.Dispose();
        }
    }
}
