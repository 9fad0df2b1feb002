using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>A dictionary in a mapped file: keys lead to views of records. Lookups read the file in place and allocate nothing.</summary>
/// <typeparam name="TKey">
/// string, byte[], ReadOnlyMemory&lt;byte&gt;, Guid, uint, ulong, int or long; or, for keys of any type, a value tuple of two to four parts, or object.
/// </typeparam>
/// <typeparam name="TView">The generated view of the records' type, or <c>ObjectView</c>.</typeparam>
/// <remarks>
/// <para>A hit touches one cache line of the table and the line where key and record meet; a miss ends in the table. Text keys are compared as UTF-8 bytes: the overload for
/// <c>ReadOnlySpan&lt;byte&gt;</c> is the fastest, those for <see cref="string"/> and <c>ReadOnlySpan&lt;char&gt;</c> transcode on the stack. Text with a lone
/// surrogate equals no key.</para>
/// <para>Enumeration goes by insertion order if the index is the one whose keys lie before the records (that of every dictionary file), and by table order for further
/// indexes of a bundle. As an <see cref="IReadOnlyDictionary{TKey, TView}"/> of text keys it makes a <see cref="string"/> for each key; <see cref="Utf8Keys"/> does not.</para>
/// <para><b>Keys of any type</b> (<see cref="Layout.KeyKind.Object"/>) are those of an <see cref="ObjectIdMapper"/>: null, numbers, text, bytes, and tuples and sets of such, with its
/// equality: 1, 1.0 and true are one key. A file of them is read with the tuple type of its keys, without boxing, or with <see cref="object"/>: then null may be asked for and shows as
/// <see cref="DBNull.Value"/>, and <see cref="TryGetValueOf"/> looks numbers and tuples up without boxing. Keys that are no such tuple make the enumeration throw
/// <see cref="InvalidCastException"/>.</para>
/// <para><b>Lifetime.</b> A dictionary that was opened by path owns its file and is disposed by its user; one of a bundle belongs to the bundle, and its
/// <see cref="Dispose"/> does nothing. After the file is closed everything throws <see cref="ObjectDisposedException"/>.</para>
/// <para><b>Thread safety.</b> All reads may run concurrently; the dispose must not run concurrently with reads.</para>
/// </remarks>
public sealed partial class MappedDictionary<TKey, TView> : IReadOnlyDictionary<TKey, TView>, IDisposable
    where TKey : notnull
    where TView : struct, IObjectView<TView>
{
    private readonly KeyIndex _index;
    private readonly RecordArea _records;
    private readonly Bundle? _owned;

    internal MappedDictionary(KeyIndex index, Bundle? owned)
    {
        _index = index;
        _records = index.Records;
        _owned = owned;
    }

    /// <summary>Keys.</summary>
    public long LongCount => _index.Count;

    /// <summary>Keys.</summary>
    /// <exception cref="OverflowException">There are more than <see cref="int.MaxValue"/>; use <see cref="LongCount"/>.</exception>
    public int Count => ThrowHelper.ToCount(LongCount);

    /// <summary>The schema that the records were written with.</summary>
    public Schema Schema => _records.Binding.FileSchema;

    /// <summary>What the keys are in the file.</summary>
    public KeyKind KeyKind => _index.KeyKind;

    /// <summary>The memory of the file.</summary>
    public MemoryRegion Region => _records.View.Region;

    /// <summary>From keys to offsets of records.</summary>
    internal KeyIndex Index => _index;

    /// <summary>
    /// The array that the index is over: its records in the order in which they were added, by position. For a dictionary file these are the dictionary's values.
    /// </summary>
    public MappedArray<TView> Records => new(_records, _index.Array, owned: null);

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

    /// <summary>The record of a byte-string key: text in UTF-8, bytes, or a GUID in the order of its text; among keys of any type, bytes. No allocation.</summary>
    /// <exception cref="KeyNotFoundException">The key is not there; the message shows it.</exception>
    /// <exception cref="InvalidOperationException">The keys are integers or tuples.</exception>
    public TView this[ReadOnlySpan<byte> key]
    {
        get
        {
            if (!TryGetValue(key, out TView value))
            {
                ThrowHelper.KeyNotFound($"The key {KeyText.Describe(key)} is not there.");
            }

            return value;
        }
    }

    /// <summary>The record of a text key.</summary>
    /// <exception cref="KeyNotFoundException">The key is not there; the message shows it.</exception>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    public TView this[ReadOnlySpan<char> key]
    {
        get
        {
            if (!TryGetValue(key, out TView value))
            {
                KeyKinds.ThrowNotFound(key.ToString());
            }

            return value;
        }
    }

    /// <summary>Finds the record of a key. No allocation for keys of up to about 500 bytes; longer text is transcoded in a pooled array.</summary>
    /// <exception cref="CorruptBufferException">The file is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [OverloadResolutionPriority(1)]
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TView value) => Get(_index.FindRecord(key), out value);

    /// <summary>Finds the record of a byte-string key: text in UTF-8, bytes, or a GUID in the order of its text; among keys of any type, bytes. No allocation.</summary>
    /// <inheritdoc cref="TryGetValue(TKey, out TView)"/>
    /// <exception cref="InvalidOperationException">The keys are integers or tuples.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGetValue(ReadOnlySpan<byte> key, [MaybeNullWhen(false)] out TView value) => Get(_index.FindRecord<TKey>(key), out value);

    /// <summary>Finds the record of a text key.</summary>
    /// <inheritdoc cref="TryGetValue(TKey, out TView)"/>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGetValue(ReadOnlySpan<char> key, [MaybeNullWhen(false)] out TView value) => Get(_index.FindRecord<TKey>(key), out value);

    /// <summary>
    /// Finds the record of a key of any one type, where keys are of any type: numbers, text, bytes and tuples of such are not boxed, as they would be on their way to a key of type
    /// <see cref="object"/>.
    /// </summary>
    /// <inheritdoc cref="TryGetValue(TKey, out TView)"/>
    /// <exception cref="ArgumentException">What is asked for cannot be a key.</exception>
    /// <exception cref="InvalidOperationException">The keys are of one type.</exception>
    public bool TryGetValueOf<T>(T key, [MaybeNullWhen(false)] out TView value)
    {
        KeyKinds.CheckObject<TKey>(_index.KeyKind);
        return Get(_index.TryFindObject(key, out ulong entry) ? _index.FirstOffsetOf(entry) : 0, out value);
    }

    /// <summary>Whether a key is there. No allocation.</summary>
    [OverloadResolutionPriority(1)]
    public bool ContainsKey(TKey key) => _index.TryFind(key, out _);

    /// <summary>Whether a byte-string key is there. No allocation.</summary>
    /// <exception cref="InvalidOperationException">The keys are integers or tuples.</exception>
    public bool ContainsKey(ReadOnlySpan<byte> key)
    {
        KeyKinds.CheckByteString<TKey>(_index.KeyKind);
        return _index.TryFindBytes(key, out _);
    }

    /// <summary>Whether a text key is there.</summary>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    public bool ContainsKey(ReadOnlySpan<char> key)
    {
        KeyKinds.CheckText<TKey>(_index.KeyKind);
        return _index.TryFindText(key, out _);
    }

    /// <summary>Closes the file if the dictionary owns it. Safe to call twice.</summary>
    public void Dispose() => _owned?.Dispose();

    /// <summary>Brings the whole file into memory, so that no lookup waits for a disk or takes a page fault; see <see cref="MemoryRegion.WarmUp(CancellationToken)"/>.</summary>
    public void WarmUp(CancellationToken cancellationToken = default) => Region.WarmUp(cancellationToken);

    /// <summary>Tells the operating system how the file will be used; see <see cref="MemoryRegion.TryAdvise(MemoryAdvice)"/>. Large pages want to be asked for before anything is read.</summary>
    /// <returns>Whether it took the advice.</returns>
    public bool TryAdvise(MemoryAdvice advice) => Region.TryAdvise(advice);

    /// <summary>Keeps the whole file in memory until it is closed, so that it cannot leave again after <see cref="WarmUp"/>; see <see cref="MemoryRegion.TryLock()"/>.</summary>
    /// <returns>Whether the system did.</returns>
    public bool TryLock() => Region.TryLock();

    /// <summary>Finds the record of a byte-string key as it is stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Find(StoredKey key, out TView value) => Get(_index.FindStoredRecord(key), out value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TView GetRecord(ulong entry) => _records.GetRecord<TView>(_index.FirstOffsetOf(entry));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Get(long offset, out TView value)
    {
        if (offset == 0)
        {
            value = default;
            return false;
        }

        value = _records.GetRecord<TView>(offset);
        return true;
    }
}
