using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>A dictionary in a mapped file in which a key leads to several records. Lookups read the file in place and allocate nothing.</summary>
/// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
/// <typeparam name="TView">The generated view of the records' type, or <c>ObjectView</c>.</typeparam>
/// <remarks>
/// <para>The keys lie in the table. A key with one record has its place in the table too; several places lie in a run behind the table, in the order in which they were
/// added. So a hit touches one or two lines of the table, one of the run if there is one, and the records; a miss ends in the table.</para>
/// <para>Records are stored once however many keys they have: <see cref="Records"/> are those of the array below, and <see cref="PairCount"/> says how often keys
/// lead to them. Keys are enumerated in the order of the table. Text keys compare as UTF-8 bytes; text with a lone surrogate equals no key.</para>
/// <para>It also reads indexes with one record a key, and <see cref="MappedDictionary{TKey, TView}"/> reads the first records of this one's file.</para>
/// <para><b>Lifetime.</b> A dictionary that was opened by path owns its file and is disposed by its user; one of a bundle belongs to the bundle, and its
/// <see cref="Dispose"/> does nothing. After the file is closed everything throws <see cref="ObjectDisposedException"/>.</para>
/// <para><b>Thread safety.</b> All reads may run concurrently; the dispose must not run concurrently with reads.</para>
/// </remarks>
public sealed partial class MappedMultiDictionary<TKey, TView> : ILookup<TKey, TView>, IDisposable
    where TKey : notnull
    where TView : struct, IObjectView<TView>
{
    private readonly KeyIndex _index;
    private readonly Bundle? _owned;

    internal MappedMultiDictionary(KeyIndex index, Bundle? owned)
    {
        _index = index;
        _owned = owned;
    }

    /// <summary>Keys.</summary>
    public long LongCount => _index.Count;

    /// <summary>Keys.</summary>
    /// <exception cref="OverflowException">There are more than <see cref="int.MaxValue"/>; use <see cref="LongCount"/>.</exception>
    public int Count => ThrowHelper.ToCount(LongCount);

    /// <summary>Pairs of a key and a record.</summary>
    public long PairCount => _index.PairCount;

    /// <summary>The schema that the records were written with.</summary>
    public Schema Schema => _index.Records.Binding.FileSchema;

    /// <summary>What the keys are in the file.</summary>
    public KeyKind KeyKind => _index.KeyKind;

    /// <summary>The memory of the file.</summary>
    public MemoryRegion Region => _index.Records.View.Region;

    /// <summary>The array that the index is over: its records in the order in which they were added, each once.</summary>
    public MappedArray<TView> Records => new(_index.Records, _index.Array, owned: null);

    /// <summary>The records of a key; empty when it is not there. No allocation.</summary>
    /// <exception cref="CorruptBufferException">The file is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    [OverloadResolutionPriority(1)]
    public MappedRecords<TView> this[TKey key]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            TryGetValue(key, out MappedRecords<TView> records);
            return records;
        }
    }

    /// <summary>The records of a byte-string key; empty when it is not there. No allocation.</summary>
    /// <inheritdoc cref="TryGetValue(ReadOnlySpan{byte}, out MappedRecords{TView})"/>
    public MappedRecords<TView> this[ReadOnlySpan<byte> key]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            TryGetValue(key, out MappedRecords<TView> records);
            return records;
        }
    }

    IEnumerable<TView> ILookup<TKey, TView>.this[TKey key] => this[key];

    /// <summary>Finds the records of a key. No allocation for keys of up to about 500 bytes; longer text is transcoded in a pooled array.</summary>
    /// <returns>Whether the key is there: then it has at least one record.</returns>
    /// <exception cref="CorruptBufferException">The file is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [OverloadResolutionPriority(1)]
    public bool TryGetValue(TKey key, out MappedRecords<TView> records) => Get(_index.TryFind(key, out ulong entry), entry, out records);

    /// <summary>Finds the records of a byte-string key: text in UTF-8, bytes, or a GUID in the order of its text; among keys of any type, bytes. No allocation.</summary>
    /// <inheritdoc cref="TryGetValue(TKey, out MappedRecords{TView})"/>
    /// <exception cref="InvalidOperationException">The keys are integers or tuples.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGetValue(ReadOnlySpan<byte> key, out MappedRecords<TView> records)
    {
        KeyKinds.CheckByteString<TKey>(_index.KeyKind);
        return Get(_index.TryFindBytes(key, out ulong entry), entry, out records);
    }

    /// <summary>Finds the records of a text key.</summary>
    /// <inheritdoc cref="TryGetValue(TKey, out MappedRecords{TView})"/>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    public bool TryGetValue(ReadOnlySpan<char> key, out MappedRecords<TView> records)
    {
        KeyKinds.CheckText<TKey>(_index.KeyKind);
        return Get(_index.TryFindText(key, out ulong entry), entry, out records);
    }

    /// <summary>
    /// Finds the records of a key of any one type, where keys are of any type: numbers, text, bytes and tuples of such are not boxed, as they would be on their way to a key of type
    /// <see cref="object"/>.
    /// </summary>
    /// <inheritdoc cref="TryGetValue(TKey, out MappedRecords{TView})"/>
    /// <exception cref="ArgumentException">What is asked for cannot be a key.</exception>
    /// <exception cref="InvalidOperationException">The keys are of one type.</exception>
    public bool TryGetValueOf<T>(T key, out MappedRecords<TView> records)
    {
        KeyKinds.CheckObject<TKey>(_index.KeyKind);
        return Get(_index.TryFindObject(key, out ulong entry), entry, out records);
    }

    /// <summary>Whether a key is there. No allocation.</summary>
    [OverloadResolutionPriority(1)]
    public bool Contains(TKey key) => _index.TryFind(key, out _);

    /// <summary>Whether a byte-string key is there. No allocation.</summary>
    /// <exception cref="InvalidOperationException">The keys are integers or tuples.</exception>
    public bool Contains(ReadOnlySpan<byte> key)
    {
        KeyKinds.CheckByteString<TKey>(_index.KeyKind);
        return _index.TryFindBytes(key, out _);
    }

    /// <summary>Whether a text key is there.</summary>
    /// <exception cref="InvalidOperationException">The keys are not text.</exception>
    public bool Contains(ReadOnlySpan<char> key)
    {
        KeyKinds.CheckText<TKey>(_index.KeyKind);
        return _index.TryFindText(key, out _);
    }

    /// <summary>Brings the whole file into memory, so that no lookup waits for a disk or takes a page fault; see <see cref="MemoryRegion.WarmUp(CancellationToken)"/>.</summary>
    public void WarmUp(CancellationToken cancellationToken = default) => Region.WarmUp(cancellationToken);

    /// <summary>Tells the operating system how the file will be used; see <see cref="MemoryRegion.TryAdvise(MemoryAdvice)"/>. Large pages want to be asked for before anything is read.</summary>
    /// <returns>Whether it took the advice.</returns>
    public bool TryAdvise(MemoryAdvice advice) => Region.TryAdvise(advice);

    /// <summary>Keeps the whole file in memory until it is closed, so that it cannot leave again after <see cref="WarmUp"/>; see <see cref="MemoryRegion.TryLock()"/>.</summary>
    /// <returns>Whether the system did.</returns>
    public bool TryLock() => Region.TryLock();

    /// <summary>Closes the file if the dictionary owns it. Safe to call twice.</summary>
    public void Dispose() => _owned?.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Get(bool found, ulong entry, out MappedRecords<TView> records)
    {
        records = found ? new MappedRecords<TView>(_index, entry) : default;
        return found;
    }
}
