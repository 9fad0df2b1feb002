using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
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
    public bool ContainsKey(TKey key) => _index.TryFind(ValueKey.Of(key), out _);

    /// <summary>Looks up a key.</summary>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        // The tests are made by the compiler.
        if (typeof(TKey) == typeof(int))
        {
            return TryGetNumber(StoredNumber.From((long)(int)(object)key!), out value);
        }

        return typeof(TKey) == typeof(long) ? TryGetNumber(StoredNumber.From((long)(object)key!), out value) : TryGetValue(ValueKey.Of(key), out value);
    }

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

    /// <summary>Where the map lies; null for null.</summary>
    internal MemoryRegion? Region => _region;

    /// <summary>Whether UTF-8 text is a key.</summary>
    internal bool ContainsText(ReadOnlySpan<byte> utf8) => _index.TryFind(utf8, out _);

    /// <summary>Looks up a key of any shape.</summary>
    internal bool TryGetValue(ValueKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_index.TryFind(key, out ulong number))
        {
            value = ValueOf(number);
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Looks up UTF-8 text.</summary>
    internal bool TryGetText(ReadOnlySpan<byte> utf8, [MaybeNullWhen(false)] out TValue value)
    {
        if (_index.TryFind(utf8, out ulong number))
        {
            value = ValueOf(number);
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Looks up UTF-16 text.</summary>
    internal bool TryGetText(ReadOnlySpan<char> text, [MaybeNullWhen(false)] out TValue value)
    {
        if (_index.TryFind(text, out ulong number))
        {
            value = ValueOf(number);
            return true;
        }

        value = default;
        return false;
    }

    private bool TryGetNumber(StoredNumber key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_index.TryFind(key, out ulong number))
        {
            value = ValueOf(number);
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>The key of an entry of the index.</summary>
    internal TKey KeyAt(long entry)
    {
        long offset = _index.KeyOffsetAt(entry);
        return offset == -1 ? ElementReader<TKey>.ReadNull(0) : ElementReader<TKey>.ReadValue(_region!, offset);
    }

    /// <summary>The value of an entry of the index.</summary>
    internal TValue ValueAt(long entry) => ValueOf(_index.NumberAt(entry));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TValue ValueOf(ulong number)
    {
        if (number >= (ulong)_values.LongCount)
        {
            ThrowNoValue(number, _values.LongCount);
        }

        return _values.ReadAt((long)number);
    }

    [DoesNotReturn]
    private static void ThrowNoValue(ulong number, long count) => throw NoValueException(number, count);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CorruptBufferException NoValueException(ulong number, long count) => new($"A key of a map has the value {number} of {count}", -1);

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
