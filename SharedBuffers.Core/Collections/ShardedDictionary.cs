using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>A dictionary of several files: the hash of a key says which of them has it.</summary>
/// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
/// <typeparam name="TView">The generated view of the records' type, or <c>ObjectView</c>.</typeparam>
/// <remarks>
/// <para>A lookup hashes the key once, for the shard and for its table. Nothing is allocated. Enumeration goes through the shards one after the other.</para>
/// <para><b>Lifetime.</b> The dictionary owns its files. After <see cref="Dispose"/> everything throws <see cref="ObjectDisposedException"/>.</para>
/// <para><b>Thread safety.</b> All reads may run concurrently; the dispose must not run concurrently with reads.</para>
/// </remarks>
public sealed partial class ShardedDictionary<TKey, TView> : IReadOnlyDictionary<TKey, TView>, IDisposable
    where TKey : notnull
    where TView : struct, IObjectView<TView>
{
    private readonly MappedDictionary<TKey, TView>[] _shards;

    internal ShardedDictionary(ShardManifest manifest, MappedDictionary<TKey, TView>[] shards)
    {
        Manifest = manifest;
        _shards = shards;
    }

    /// <summary>Which files there are, and which hashes are where.</summary>
    public ShardManifest Manifest { get; }

    /// <summary>The dictionaries of the files, in the order of their hashes.</summary>
    public IReadOnlyList<MappedDictionary<TKey, TView>> Shards => _shards;

    /// <summary>Keys.</summary>
    public long LongCount
    {
        get
        {
            long count = 0;
            foreach (MappedDictionary<TKey, TView> shard in _shards)
            {
                count += shard.LongCount;
            }

            return count;
        }
    }

    /// <summary>Keys.</summary>
    /// <exception cref="OverflowException">There are more than <see cref="int.MaxValue"/>; use <see cref="LongCount"/>.</exception>
    public int Count => ThrowHelper.ToCount(LongCount);

    /// <summary>The keys, shard by shard.</summary>
    public IEnumerable<TKey> Keys => _shards.SelectMany(shard => shard.Keys);

    /// <summary>The records, shard by shard.</summary>
    public IEnumerable<TView> Values => _shards.SelectMany(shard => shard.Values);

    /// <summary>The record of a key.</summary>
    /// <exception cref="KeyNotFoundException">The key is not there.</exception>
    [OverloadResolutionPriority(1)]
    public TView this[TKey key]
    {
        get
        {
            if (!TryGetValue(key, out TView value))
            {
                KeyKinds.ThrowNotFound(key);
            }

            return value;
        }
    }

    /// <summary>Finds the record of a key. No allocation for keys of up to about 500 bytes; longer text is transcoded in a pooled array.</summary>
    /// <exception cref="CorruptBufferException">A file is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The files were closed.</exception>
    [SkipLocalsInit]
    [OverloadResolutionPriority(1)]
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TView value)
    {
        if (KeyKinds.IsInteger<TKey>())
        {
            return _shards[ShardRouting.ShardOf(key, _shards.Length)].TryGetValue(key, out value);
        }

        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.Of(key, stack);
        value = default;
        return encoded.IsValid && Find(encoded.Bytes, out value);
    }

    /// <summary>
    /// Finds the record of a key of any one type, where keys are of any type: numbers, text, bytes and tuples of such are not boxed, as they would be on their way to a key of type
    /// <see cref="object"/>.
    /// </summary>
    /// <inheritdoc cref="TryGetValue(TKey, out TView)"/>
    /// <exception cref="ArgumentException">What is asked for cannot be a key.</exception>
    /// <exception cref="InvalidOperationException">The keys are of one type.</exception>
    [SkipLocalsInit]
    public bool TryGetValueOf<T>(T key, [MaybeNullWhen(false)] out TView value)
    {
        KeyKinds.CheckObject<TKey>(Manifest.KeyKind);
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.OfObject(key, stack);
        value = default;
        return encoded.IsValid && Find(encoded.Bytes, out value);
    }

    /// <summary>Finds the record of a byte-string key: text in UTF-8, bytes, or a GUID in the order of its text; among keys of any type, bytes. No allocation.</summary>
    /// <inheritdoc cref="TryGetValue(TKey, out TView)"/>
    /// <exception cref="InvalidOperationException">The keys are integers or tuples.</exception>
    public bool TryGetValue(ReadOnlySpan<byte> key, [MaybeNullWhen(false)] out TView value)
    {
        KeyKinds.CheckByteString<TKey>(Manifest.KeyKind);
        return Manifest.KeyKind != KeyKind.Object ? Find(key, out value) : FindEncoded(key, out value);
    }

    /// <summary>Finds the record of a text key.</summary>
    /// <inheritdoc cref="TryGetValue(TKey, out TView)"/>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    [SkipLocalsInit]
    public bool TryGetValue(ReadOnlySpan<char> key, [MaybeNullWhen(false)] out TView value)
    {
        KeyKinds.CheckText<TKey>(Manifest.KeyKind);
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.Of(Manifest.KeyKind, key, stack);
        value = default;
        return encoded.IsValid && Find(encoded.Bytes, out value);
    }

    /// <summary>Whether a key is there. No allocation.</summary>
    [OverloadResolutionPriority(1)]
    public bool ContainsKey(TKey key) => TryGetValue(key, out _);

    /// <summary>Whether a byte-string key is there. No allocation.</summary>
    /// <exception cref="InvalidOperationException">The keys are integers or tuples.</exception>
    public bool ContainsKey(ReadOnlySpan<byte> key) => TryGetValue(key, out _);

    /// <summary>Whether a text key is there.</summary>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    public bool ContainsKey(ReadOnlySpan<char> key) => TryGetValue(key, out _);

    /// <summary>Brings all files into memory, so that no lookup waits for a disk or takes a page fault; see <see cref="MemoryRegion.WarmUp(CancellationToken)"/>.</summary>
    public void WarmUp(CancellationToken cancellationToken = default) => Array.ForEach(_shards, shard => shard.WarmUp(cancellationToken));

    /// <summary>Enumerates keys and records without boxing; each text key becomes a string.</summary>
    public Enumerator GetEnumerator() => new(_shards);

    IEnumerator<KeyValuePair<TKey, TView>> IEnumerable<KeyValuePair<TKey, TView>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Closes the files. Safe to call twice.</summary>
    public void Dispose() => Array.ForEach(_shards, shard => shard.Dispose());

    /// <summary>Finds the record of a key by its bytes in the file.</summary>
    private bool Find(ReadOnlySpan<byte> key, out TView value)
    {
        var stored = new StoredKey(key);
        return _shards[ShardRouting.ShardOf(stored.Hash, _shards.Length)].Find(stored, out value);
    }

    [SkipLocalsInit]
    private bool FindEncoded(ReadOnlySpan<byte> key, out TView value)
    {
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.Of(Manifest.KeyKind, key, stack);
        return Find(encoded.Bytes, out value);
    }

    /// <summary>Walks keys and records, shard by shard.</summary>
    public struct Enumerator : IEnumerator<KeyValuePair<TKey, TView>>
    {
        private readonly MappedDictionary<TKey, TView>[] _shards;
        private MappedDictionary<TKey, TView>.Enumerator _inner;
        private int _shard;

        internal Enumerator(MappedDictionary<TKey, TView>[] shards)
        {
            _shards = shards;
            _inner = shards[0].GetEnumerator();
        }

        /// <inheritdoc/>
        public readonly KeyValuePair<TKey, TView> Current => _inner.Current;

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext()
        {
            while (!_inner.MoveNext())
            {
                if (_shard == _shards.Length - 1)
                {
                    return false;
                }

                _inner = _shards[++_shard].GetEnumerator();
            }

            return true;
        }

        /// <inheritdoc/>
        public void Reset()
        {
            _shard = 0;
            _inner = _shards[0].GetEnumerator();
        }

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
