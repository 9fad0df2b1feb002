using System.Runtime.CompilerServices;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>A dictionary and the overlays above it, seen as one: what lies above hides what lies below. It knows keys and entries, not what a view makes of records.</summary>
/// <remarks>In a layer that both has a key and removes it, it has it.</remarks>
internal sealed class KeyLayers
{
    private readonly KeyIndex[] _indexes;
    private readonly RemovedKeys?[] _removed;
    private long _count = -1;

    /// <param name="indexes">The lowest first; all with one kind of keys.</param>
    /// <param name="removed">The keys that each of them removes from those below; those of the lowest do not matter. Null if none removes any.</param>
    public KeyLayers(KeyIndex[] indexes, RemovedKeys?[]? removed = null)
    {
        _indexes = indexes;
        _removed = removed ?? new RemovedKeys?[indexes.Length];
    }

    /// <summary>Layers.</summary>
    public int LayerCount => _indexes.Length;

    /// <summary>Keys. The first call takes a lookup for each key of the overlays; the result is kept.</summary>
    public long Count
    {
        get
        {
            long count = Volatile.Read(ref _count);
            if (count < 0)
            {
                count = CountKeys();
                Volatile.Write(ref _count, count);
            }

            return count;
        }
    }

    /// <summary>What the keys are.</summary>
    public KeyKind KeyKind => _indexes[0].KeyKind;

    /// <summary>The index of a layer, 0 for the lowest.</summary>
    public KeyIndex this[int layer] => _indexes[layer];

    /// <summary>Finds a key. The caller knows that the keys are of this type.</summary>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    [SkipLocalsInit]
    public bool TryFind<TKey>(TKey key, out int layer, out ulong entry)
    {
        if (KeyKinds.IsInteger<TKey>())
        {
            return TryFind(new StoredKey(KeyKinds.ToBits(key)), out layer, out entry);
        }

        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.Of(key, stack);
        layer = 0;
        entry = 0;
        return encoded.IsValid && TryFind(new StoredKey(encoded.Bytes), out layer, out entry);
    }

    /// <summary>Finds a text key. Text that has no UTF-8 form equals no key.</summary>
    [SkipLocalsInit]
    public bool TryFind(ReadOnlySpan<char> key, out int layer, out ulong entry)
    {
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.Of(KeyKind, key, stack);
        layer = 0;
        entry = 0;
        return encoded.IsValid && TryFind(new StoredKey(encoded.Bytes), out layer, out entry);
    }

    /// <summary>Finds a key that a caller has as bytes: where keys are of any type, it is the bytes.</summary>
    public bool TryFind(ReadOnlySpan<byte> key, out int layer, out ulong entry) =>
        KeyKind != KeyKind.Object ? TryFind(new StoredKey(key), out layer, out entry) : TryFindEncoded(key, out layer, out entry);

    /// <summary>Finds a key of any one type, where keys are of any type. Nothing is boxed.</summary>
    /// <exception cref="ArgumentException">What is asked for cannot be a key.</exception>
    [SkipLocalsInit]
    public bool TryFindObject<T>(T key, out int layer, out ulong entry)
    {
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.OfObject(key, stack);
        layer = 0;
        entry = 0;
        return encoded.IsValid && TryFind(new StoredKey(encoded.Bytes), out layer, out entry);
    }

    /// <summary>Finds up to <see cref="KeyIndex.BatchLength"/> keys, layer by layer: each layer is asked for those that no layer above it has or removes.</summary>
    /// <param name="keys">The keys; gone afterwards.</param>
    /// <param name="layers">Receives the layer of each key that is there.</param>
    /// <param name="entries">Receives the entry of each key; 0 where there is none.</param>
    [SkipLocalsInit]
    public void FindRound(scoped ref StoredKeys keys, Span<int> layers, Span<ulong> entries)
    {
        Span<int> origins = stackalloc int[KeyIndex.BatchLength];
        Span<ulong> found = stackalloc ulong[KeyIndex.BatchLength];
        entries[..keys.Count].Clear();
        for (int i = 0; i < keys.Count; i++)
        {
            origins[i] = i;
        }

        for (int layer = _indexes.Length - 1; layer >= 0 && keys.Count > 0; layer--)
        {
            _indexes[layer].FindRound(keys, found);
            int rest = 0;
            for (int i = 0; i < keys.Count; i++)
            {
                if (found[i] != 0)
                {
                    layers[origins[i]] = layer;
                    entries[origins[i]] = found[i];
                }
                else if (!Removes(layer, keys[i]))
                {
                    keys.Keep(i, rest);
                    origins[rest++] = origins[i];
                }
            }

            keys.Truncate(rest);
        }
    }

    /// <summary>Finds a key as it is stored.</summary>
    public bool TryFind(StoredKey key, out int layer, out ulong entry) => TryFind(key, _indexes.Length - 1, out layer, out entry);

    /// <summary>Moves to the next key that nothing hides: those of the lowest layer first.</summary>
    public bool TryMoveNext(ref int layer, ref long position, out ulong entry)
    {
        for (; layer < _indexes.Length; layer++)
        {
            while (_indexes[layer].TryMoveNext(ref position, out entry))
            {
                if (layer == _indexes.Length - 1 || !IsHidden(layer, _indexes[layer].GetStoredKey(position, entry)))
                {
                    return true;
                }
            }

            position = -1;
        }

        entry = 0;
        return false;
    }

    /// <summary>Whether a layer above has or removes a key of a layer.</summary>
    public bool IsHidden(int layer, StoredKey key)
    {
        for (int above = layer + 1; above < _indexes.Length; above++)
        {
            if (_indexes[above].TryFind(key, out _) || Removes(above, key))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryFind(StoredKey key, int from, out int layer, out ulong entry)
    {
        // A key is mostly in the lowest layer: it need not wait until those above have said that they have it not.
        for (int below = from - 1; below >= 0; below--)
        {
            _indexes[below].Prefetch(key);
        }

        for (layer = from; layer >= 0; layer--)
        {
            if (_indexes[layer].TryFind(key, out entry))
            {
                return true;
            }

            if (Removes(layer, key))
            {
                break;
            }
        }

        entry = 0;
        return false;
    }

    [SkipLocalsInit]
    private bool TryFindEncoded(ReadOnlySpan<byte> key, out int layer, out ulong entry)
    {
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.Of(KeyKind, key, stack);
        return TryFind(new StoredKey(encoded.Bytes), out layer, out entry);
    }

    private bool Removes(int layer, StoredKey key) => _removed[layer] is { } removed && removed.Contains(key);

    // Each overlay adds the keys that are not visible below it, and takes away those it removes that are.
    private long CountKeys()
    {
        long count = _indexes[0].Count;
        for (int layer = 1; layer < _indexes.Length; layer++)
        {
            long position = -1;
            while (_indexes[layer].TryMoveNext(ref position, out ulong entry))
            {
                count += IsBelow(layer, _indexes[layer].GetStoredKey(position, entry)) ? 0 : 1;
            }

            for (position = 0; position < (_removed[layer]?.PositionCount ?? 0); position++)
            {
                if (_removed[layer]!.TryRead(position, out StoredKey key) && !_indexes[layer].TryFind(key, out _) && IsBelow(layer, key))
                {
                    count--;
                }
            }
        }

        return count;
    }

    private bool IsBelow(int layer, StoredKey key) => TryFind(key, layer - 1, out _, out _);
}
