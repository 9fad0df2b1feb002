using System.Collections;
using System.Diagnostics.CodeAnalysis;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>A stored map. Lookups and enumeration allocate nothing.</summary>
/// <typeparam name="TKey">What keys are read as, as the elements of <see cref="SharedList{T}"/>.</typeparam>
/// <typeparam name="TValue">What values are read as, likewise.</typeparam>
/// <remarks>
/// <para>A lookup hashes the key, finds the hash in an index that is sorted by it, and compares. Keys are equal when their values are: 1, 1.0 and true are one key, text and bytes
/// are two. Maps with text keys take UTF-8 and UTF-16 spans as well: see <see cref="SharedMapExtensions"/>.</para>
/// <para>Enumeration is in the order of the index, which is that of the hashes. <c>ToDictionary</c> restores the order in which the map was packed.</para>
/// <para>A readonly struct, safe to copy, store and share between threads. <c>default</c> is the null map, which is empty.
/// After the region's dispose every access throws <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public readonly partial struct SharedMap<TKey, TValue> : IReadOnlyDictionary<TKey, TValue>, IElementView<SharedMap<TKey, TValue>>
{
    private readonly MemoryRegion? _region;
    private readonly StoredKeyIndex _index;
    private readonly SharedList<TValue> _values;

    /// <summary>Shows the map at an offset: <c>u64</c> position of the values, the index of the keys, the sequence of values.</summary>
    internal SharedMap(MemoryRegion region, long offset)
    {
        _region = region;
        _index = new StoredKeyIndex(region, offset + sizeof(ulong));
        _values = new SharedList<TValue>(region, unchecked(offset + region.Read<long>(offset)));
    }

    /// <summary>Whether this is the null map: an absent value, or <c>default</c>.</summary>
    public bool IsNull => _region is null;

    /// <summary>Whether there are no keys; true for null too.</summary>
    public bool IsEmpty => _index.Count == 0;

    /// <summary>Keys.</summary>
    /// <exception cref="OverflowException">There are more than <see cref="int.MaxValue"/>; see <see cref="LongCount"/>.</exception>
    public int Count
    {
        get
        {
            if (_index.Count > int.MaxValue)
            {
                ThrowHelper.Overflow($"The map has {_index.Count} keys: use LongCount.");
            }

            return (int)_index.Count;
        }
    }

    /// <summary>Keys, also when there are more than <see cref="int.MaxValue"/>.</summary>
    public long LongCount => _index.Count;

    /// <summary>The keys, in the order of enumeration. Allocates nothing with <c>foreach</c>.</summary>
    public KeyCollection Keys => new(this);

    /// <summary>The values, in the order of enumeration. Allocates nothing with <c>foreach</c>.</summary>
    public ValueCollection Values => new(this);

    IEnumerable<TKey> IReadOnlyDictionary<TKey, TValue>.Keys => Keys;

    IEnumerable<TValue> IReadOnlyDictionary<TKey, TValue>.Values => Values;

    /// <summary>The value of a key.</summary>
    /// <exception cref="KeyNotFoundException">No such key.</exception>
    public TValue this[TKey key]
    {
        get
        {
            if (!TryGetValue(key, out TValue? value))
            {
                ThrowHelper.KeyNotFound_Key(key);
            }

            return value;
        }
    }

    /// <summary>Whether there is a key.</summary>
    public bool ContainsKey(TKey key) => _index.Find(ValueKey.Of(key)) >= 0;

    /// <summary>Looks up a key.</summary>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => TryGetValue(ValueKey.Of(key), out value);

    /// <summary>Enumerates the entries. Allocates nothing with <c>foreach</c>.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The same stored map, read as other types.</summary>
    public SharedMap<TOtherKey, TOtherValue> As<TOtherKey, TOtherValue>() => new(_region, _index, _values.As<TOtherValue>());

    bool IElementView<SharedMap<TKey, TValue>>.CanShow(ValueTypeCode code) => code is ValueTypeCode.MappedMap or ValueTypeCode.ProxiedMap;

    SharedMap<TKey, TValue> IElementView<SharedMap<TKey, TValue>>.CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset) => code switch
    {
        ValueTypeCode.MappedMap or ValueTypeCode.ProxiedMap => new SharedMap<TKey, TValue>(region, payloadOffset),
        _ => ThrowHelper.Corrupt<SharedMap<TKey, TValue>>($"A stored {TypeCodeNames.Of(code)} cannot be read as a map", payloadOffset),
    };

    internal SharedMap(MemoryRegion? region, StoredKeyIndex index, SharedList<TValue> values)
    {
        _region = region;
        _index = index;
        _values = values;
    }

    /// <summary>The index of the keys.</summary>
    internal StoredKeyIndex Index => _index;

    /// <summary>Looks up a key of any shape.</summary>
    internal bool TryGetValue(ValueKey key, [MaybeNullWhen(false)] out TValue value) => TryGetEntry(_index.Find(key), out value);

    /// <summary>Looks up UTF-8 text.</summary>
    internal bool TryGetText(ReadOnlySpan<byte> utf8, [MaybeNullWhen(false)] out TValue value) => TryGetEntry(_index.Find(utf8), out value);

    private bool TryGetEntry(long entry, [MaybeNullWhen(false)] out TValue value)
    {
        if (entry < 0)
        {
            value = default;
            return false;
        }

        value = ValueAt(entry);
        return true;
    }

    /// <summary>The key of an entry of the index.</summary>
    internal TKey KeyAt(long entry)
    {
        long offset = _index.KeyOffsetAt(entry);
        return offset == -1 ? ElementReader<TKey>.ReadNull(0) : ElementReader<TKey>.ReadValue(_region!, offset);
    }

    /// <summary>The value of an entry of the index.</summary>
    internal TValue ValueAt(long entry)
    {
        ulong number = _index.NumberAt(entry);
        if (number >= (ulong)_values.LongCount)
        {
            ThrowHelper.Corrupt($"A key of a map has the value {number} of {_values.LongCount}");
        }

        return _values[(long)number];
    }

    /// <summary>Enumerates a map without allocating.</summary>
    public struct Enumerator : IEnumerator<KeyValuePair<TKey, TValue>>
    {
        private readonly SharedMap<TKey, TValue> _map;
        private long _index;

        internal Enumerator(SharedMap<TKey, TValue> map)
        {
            _map = map;
            _index = -1;
        }

        /// <inheritdoc/>
        public readonly KeyValuePair<TKey, TValue> Current => new(_map.KeyAt(_index), _map.ValueAt(_index));

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++_index < _map.LongCount;

        /// <inheritdoc/>
        public void Reset() => _index = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
