using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>A large dictionary file and small ones with changes to it, read as one: a record of an overlay hides that of the same key below, a removed key is not there.</summary>
/// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
/// <typeparam name="TView">The generated view of the records' type, or <c>ObjectView</c>.</typeparam>
/// <remarks>
/// <para>A lookup asks the newest overlay first and the base last: a key of the base costs a miss in each overlay more, which a small overlay has in the processor's cache.
/// Nothing is allocated.</para>
/// <para>Enumeration goes through the base, without what is hidden, then through the overlays from the oldest to the newest.
/// <see cref="OverlayDictionary.Compact"/> makes one file of all.</para>
/// <para><b>Lifetime.</b> The dictionary owns its files. After <see cref="Dispose"/> everything throws <see cref="ObjectDisposedException"/>.</para>
/// <para><b>Thread safety.</b> All reads may run concurrently; the dispose must not run concurrently with reads.</para>
/// </remarks>
public sealed partial class OverlayDictionary<TKey, TView> : IReadOnlyDictionary<TKey, TView>, IDisposable
    where TKey : notnull
    where TView : struct, IObjectView<TView>
{
    private readonly KeyLayers _layers;
    private readonly Bundle[] _files;

    internal OverlayDictionary(KeyLayers layers, Bundle[] files)
    {
        _layers = layers;
        _files = files;
    }

    /// <summary>Overlays above the base.</summary>
    public int OverlayCount => _layers.LayerCount - 1;

    /// <summary>Keys. The first call takes a lookup for each key of the overlays; later ones are O(1).</summary>
    public long LongCount => _layers.Count;

    /// <summary>Keys.</summary>
    /// <exception cref="OverflowException">There are more than <see cref="int.MaxValue"/>; use <see cref="LongCount"/>.</exception>
    public int Count => ThrowHelper.ToCount(LongCount);

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
    [OverloadResolutionPriority(1)]
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TView value) => Get(_layers.TryFind(key, out int layer, out ulong entry), layer, entry, out value);

    /// <summary>Finds the record of a byte-string key: text in UTF-8, bytes, or a GUID in the order of its text; among keys of any type, bytes. No allocation.</summary>
    /// <inheritdoc cref="TryGetValue(TKey, out TView)"/>
    /// <exception cref="InvalidOperationException">The keys are integers or tuples.</exception>
    public bool TryGetValue(ReadOnlySpan<byte> key, [MaybeNullWhen(false)] out TView value)
    {
        KeyKinds.CheckByteString<TKey>(_layers.KeyKind);
        return Get(_layers.TryFind(key, out int layer, out ulong entry), layer, entry, out value);
    }

    /// <summary>Finds the record of a text key.</summary>
    /// <inheritdoc cref="TryGetValue(TKey, out TView)"/>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    public bool TryGetValue(ReadOnlySpan<char> key, [MaybeNullWhen(false)] out TView value)
    {
        KeyKinds.CheckText<TKey>(_layers.KeyKind);
        return Get(_layers.TryFind(key, out int layer, out ulong entry), layer, entry, out value);
    }

    /// <summary>
    /// Finds the record of a key of any one type, where keys are of any type: numbers, text, bytes and tuples of such are not boxed, as they would be on their way to a key of type
    /// <see cref="object"/>.
    /// </summary>
    /// <inheritdoc cref="TryGetValue(TKey, out TView)"/>
    /// <exception cref="ArgumentException">What is asked for cannot be a key.</exception>
    /// <exception cref="InvalidOperationException">The keys are of one type.</exception>
    public bool TryGetValueOf<T>(T key, [MaybeNullWhen(false)] out TView value)
    {
        KeyKinds.CheckObject<TKey>(_layers.KeyKind);
        return Get(_layers.TryFindObject(key, out int layer, out ulong entry), layer, entry, out value);
    }

    /// <summary>Whether a key is there. No allocation.</summary>
    [OverloadResolutionPriority(1)]
    public bool ContainsKey(TKey key) => _layers.TryFind(key, out _, out _);

    /// <summary>Whether a byte-string key is there. No allocation.</summary>
    /// <exception cref="InvalidOperationException">The keys are integers or tuples.</exception>
    public bool ContainsKey(ReadOnlySpan<byte> key)
    {
        KeyKinds.CheckByteString<TKey>(_layers.KeyKind);
        return _layers.TryFind(key, out _, out _);
    }

    /// <summary>Whether a text key is there.</summary>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    public bool ContainsKey(ReadOnlySpan<char> key)
    {
        KeyKinds.CheckText<TKey>(_layers.KeyKind);
        return _layers.TryFind(key, out _, out _);
    }

    /// <summary>Brings all files into memory, so that no lookup waits for a disk or takes a page fault; see <see cref="MemoryRegion.WarmUp(CancellationToken)"/>.</summary>
    public void WarmUp(CancellationToken cancellationToken = default)
    {
        for (int layer = 0; layer < _layers.LayerCount; layer++)
        {
            _layers[layer].Records.View.Region.WarmUp(cancellationToken);
        }
    }

    /// <summary>Closes the files. Safe to call twice.</summary>
    public void Dispose() => Array.ForEach(_files, file => file.Dispose());

    private bool Get(bool found, int layer, ulong entry, out TView value)
    {
        value = found ? _layers[layer].Records.GetRecord<TView>(_layers[layer].FirstOffsetOf(entry)) : default;
        return found;
    }
}
