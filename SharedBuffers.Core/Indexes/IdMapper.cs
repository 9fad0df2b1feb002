using System.Collections;
using System.Diagnostics.CodeAnalysis;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

/// <summary>
/// From keys to unsigned numbers, read in place from mapped bytes: what <see cref="StringIdMapper"/>, <see cref="UInt32IdMapper"/> and
/// <see cref="UInt64IdMapper"/> have in common.
/// </summary>
/// <typeparam name="TKey">Type of the keys in the interfaces of the base class library.</typeparam>
/// <remarks>
/// <para>Opening is O(1), a lookup is O(1) and allocates nothing; its cost is about one miss of the processor's caches. Values are 64-bit here; files keep them in 32
/// bits where all fit.</para>
/// <para>Thread safety: immutable, any number of threads may read concurrently. <see cref="Dispose"/> must not run concurrently with reads; after it every
/// access throws <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "Id mapper is the name that users of the Python library know; it is a dictionary by its interface.")]
public abstract partial class IdMapper<TKey> : IReadOnlyDictionary<TKey, ulong>, IDisposable
    where TKey : notnull
{
    private readonly IDisposable? _owner;

    private protected IdMapper(RawTable table, IDisposable? owner)
    {
        Table = table;
        _owner = owner;
    }

    /// <summary>Distinct keys. O(1).</summary>
    public long LongCount => Table.Count;

    /// <summary>Distinct keys. O(1).</summary>
    /// <exception cref="OverflowException">There are more than <see cref="int.MaxValue"/>; use <see cref="LongCount"/>.</exception>
    public int Count => checked((int)Table.Count);

    /// <summary>Bytes that the table takes, keys and values included.</summary>
    public long ByteLength => Table.View.Length;

    /// <summary>The memory that the table is read from: for advice to the operating system.</summary>
    public MemoryRegion Region => Table.View.Region;

    /// <summary>The keys in hash order: an order that is the same for equal content, and has no meaning.</summary>
    public KeyCollection Keys => new(this);

    /// <summary>The values in the order of <see cref="Keys"/>.</summary>
    public ValueCollection Values => new(this);

    IEnumerable<TKey> IReadOnlyDictionary<TKey, ulong>.Keys => Keys;

    IEnumerable<ulong> IReadOnlyDictionary<TKey, ulong>.Values => Values;

    internal RawTable Table { get; }

    /// <summary>The value of a key.</summary>
    /// <exception cref="KeyNotFoundException">There is no such key; the message names it.</exception>
    public ulong this[TKey key]
    {
        get
        {
            if (!TryGetValue(key, out ulong value))
            {
                ThrowHelper.KeyNotFound($"The key {Describe(key)} is not in the index.");
            }

            return value;
        }
    }

    /// <summary>Looks a key up.</summary>
    /// <returns>Whether it is there; if not, <paramref name="value"/> is 0.</returns>
    public abstract bool TryGetValue(TKey key, [MaybeNullWhen(false)] out ulong value);

    /// <summary>Whether a key is there.</summary>
    public bool ContainsKey(TKey key) => TryGetValue(key, out _);

    /// <summary>The pairs in hash order. The enumerator is a struct; keys that are objects are made as it goes.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<KeyValuePair<TKey, ulong>> IEnumerable<KeyValuePair<TKey, ulong>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Copies everything into a dictionary of the base class library.</summary>
    public Dictionary<TKey, ulong> ToDictionary()
    {
        var copy = new Dictionary<TKey, ulong>(Count);
        foreach ((TKey key, ulong value) in this)
        {
            copy.Add(key, value);
        }

        return copy;
    }

    /// <summary>Brings the table into memory, so that no lookup waits for a disk or takes a page fault; see <see cref="MemoryRegion.WarmUp(CancellationToken)"/>.</summary>
    public void WarmUp(CancellationToken cancellationToken = default) => Table.View.WarmUp(cancellationToken);

    /// <summary>Unmaps the file, if the mapper opened it. Safe to call twice.</summary>
    public void Dispose()
    {
        _owner?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the mapper section of a native file.</summary>
    private protected static (RawTable Table, IDisposable Owner) OpenSection(string path, LoadMode mode, string section, HashTableKind kind)
    {
        BufferFile file = BufferFile.Open(path, mode);
        try
        {
            return (RawTable.Open(file.GetView(SectionKind.IdMapper, section)).Expect(kind), file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Key and value at a position of the table; false for an empty slot.</summary>
    private protected abstract bool TryReadAt(long position, out TKey key, out ulong value);

    /// <summary>The value at a position of the table, without making the key.</summary>
    private protected abstract bool TryReadValueAt(long position, out ulong value);

    private protected abstract string Describe(TKey key);
}
