using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

/// <summary>From keys of any type to unsigned numbers: null, numbers, text, bytes, and tuples and sets of such.</summary>
/// <remarks>
/// <para>Equality is that of the Python library: 1, 1.0 and true are one key, <c>"a"</c> and the byte <c>a</c> are two; tuples and sets are equal by content, all NaNs are one key.
/// Floating-point numbers from 2^63 on are no integers, as in stored values. Lists, maps, decimals, dates and objects cannot be keys.</para>
/// <para>A key is encoded so that equal keys have equal bytes (<c>docs/format/object-keys.md</c>), and the bytes lie in the table: a lookup costs about one miss of the processor's caches.
/// It allocates nothing for numbers, text, bytes, and tuples of up to four of these; keys of more than 256 bytes use pooled memory; sets allocate. The fastest are tuples of integers and ASCII text of up to 32 bytes in all.</para>
/// <para>Enumeration makes objects: <see cref="long"/> or <see cref="ulong"/>, <see cref="double"/>, <see cref="string"/>, <c>byte[]</c>, immutable arrays for tuples, frozen sets, and
/// <see cref="DBNull.Value"/> for null, which dictionaries of the base class library do not take. <see cref="ObjectKeyComparer"/> compares them as keys.</para>
/// <para>Thread safety: immutable, any number of threads may read concurrently. Dispose must not run concurrently with reads; after it every access throws
/// <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
/// <example><code>
/// using (var builder = ObjectIdMapper.CreateBuilder())
/// {
///     builder.Add(("sku-42", 7), 1);
///     builder.Publish("ids.sbuf");
/// }
///
/// using var ids = ObjectIdMapper.Open("ids.sbuf");
/// bool found = ids.TryGetValue(("sku-42", 7), out ulong id);
/// </code></example>
public sealed class ObjectIdMapper : IdMapper<object>
{
    private ObjectIdMapper(RawTable table, IDisposable? owner)
        : base(table, ObjectKeys.Instance, owner)
    {
    }

    /// <summary>Reads a table in place. Dispose of the mapper leaves the region open.</summary>
    /// <exception cref="CorruptBufferException">The bytes are no table of object keys.</exception>
    public static ObjectIdMapper Open(BufferView view) => new(RawTable.Open(view).Expect(HashTableKind.ObjectKeys), null);

    /// <summary>Opens a file that a builder published.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Map it, or copy it into memory.</param>
    /// <param name="section">Name of the section; the default is what builders write.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="KeyNotFoundException">The file has no id mapper of that name.</exception>
    /// <exception cref="CorruptBufferException">The file is damaged, or its keys are of one type.</exception>
    public static ObjectIdMapper Open(string path, LoadMode mode = LoadMode.Map, string section = "")
    {
        (RawTable table, IDisposable owner) = OpenSection(path, mode, section, HashTableKind.ObjectKeys);
        return new ObjectIdMapper(table, owner);
    }

    /// <summary>Makes one file of several. Linear time, memory within the budget: tables are in the order of their hashes.</summary>
    /// <inheritdoc cref="StringIdMapper.Merge"/>
    public static long Merge(IEnumerable<string> inputs, string output, IndexBuildOptions? options = null, string section = "") =>
        TableMerge.Publish(inputs, output, section, HashTableKind.ObjectKeys, isMulti: false, options);

    /// <summary>Starts a builder.</summary>
    public static ObjectIdMapperBuilder CreateBuilder(IndexBuildOptions? options = null) => new(options ?? new IndexBuildOptions(), isMulti: false);

    /// <summary>Looks any object up; null too.</summary>
    /// <returns>Whether it is there; if not, <paramref name="value"/> is 0.</returns>
    /// <exception cref="ArgumentException">What is asked for cannot be a key: a list, a map, a decimal, a date, an object.</exception>
    public override bool TryGetValue(object? key, out ulong value) => ObjectKeys.TryFind(Table, key, out value);

    /// <summary>Looks a key of any one type up. Numbers, text and stored values are not boxed.</summary>
    /// <returns>Whether it is there; if not, <paramref name="value"/> is 0.</returns>
    /// <exception cref="ArgumentException">What is asked for cannot be a key: a list, a map, a decimal, a date, an object.</exception>
    public bool TryGetValue<T>(T key, out ulong value) => ObjectKeys.TryFind(Table, key, out value);

    /// <summary>Looks a tuple up. Numbers, text and stored values in it are not boxed.</summary>
    /// <returns>Whether it is there; if not, <paramref name="value"/> is 0.</returns>
    /// <exception cref="ArgumentException">What is asked for cannot be a key: a list, a map, a decimal, a date, an object.</exception>
    public bool TryGetValue<T1, T2>((T1 First, T2 Second) key, out ulong value) =>
        ObjectKeys.TryFind<TupleKeyForm<T1, T2>, (T1, T2)>(Table, key, out value);

    /// <inheritdoc cref="TryGetValue{T1, T2}(ValueTuple{T1, T2}, out ulong)"/>
    public bool TryGetValue<T1, T2, T3>((T1 First, T2 Second, T3 Third) key, out ulong value) =>
        ObjectKeys.TryFind<TupleKeyForm<T1, T2, T3>, (T1, T2, T3)>(Table, key, out value);

    /// <inheritdoc cref="TryGetValue{T1, T2}(ValueTuple{T1, T2}, out ulong)"/>
    public bool TryGetValue<T1, T2, T3, T4>((T1 First, T2 Second, T3 Third, T4 Fourth) key, out ulong value) =>
        ObjectKeys.TryFind<TupleKeyForm<T1, T2, T3, T4>, (T1, T2, T3, T4)>(Table, key, out value);

    /// <summary>Looks text up as its UTF-8; text with a lone surrogate equals no key.</summary>
    /// <returns>Whether it is there; if not, <paramref name="value"/> is 0.</returns>
    public bool TryGetValue(ReadOnlySpan<char> text, out ulong value) => ObjectKeys.TryFindText(Table, text, out value);

    /// <summary>Looks text up that is given as UTF-8.</summary>
    /// <returns>Whether it is there; if not, <paramref name="value"/> is 0.</returns>
    public bool TryGetValueOfText(ReadOnlySpan<byte> utf8, out ulong value) => ObjectKeys.TryFindBlock(Table, utf8, isText: true, out value);

    /// <summary>Looks a byte string up; it differs from the text of the same bytes.</summary>
    /// <returns>Whether it is there; if not, <paramref name="value"/> is 0.</returns>
    public bool TryGetValueOfBytes(ReadOnlySpan<byte> bytes, out ulong value) => ObjectKeys.TryFindBlock(Table, bytes, isText: false, out value);

    /// <summary>Looks many keys of one type up together: their cache misses overlap. Numbers, text and stored values are not boxed.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values">Receives a value a key, 0 for absent keys.</param>
    /// <param name="found">Receives whether the key is there.</param>
    /// <returns>Keys found.</returns>
    /// <exception cref="ArgumentException">A result span is shorter than <paramref name="keys"/>, or something cannot be a key.</exception>
    public int TryGetValues<T>(ReadOnlySpan<T> keys, Span<ulong> values, Span<bool> found)
    {
        int hits = 0;
        for (int first = 0; first < keys.Length; first += RawTable.BatchSize)
        {
            int count = Math.Min(RawTable.BatchSize, keys.Length - first);
            hits += ObjectKeys.TryFindBatch(Table, keys.Slice(first, count), values[Math.Min(first, values.Length)..], found[Math.Min(first, found.Length)..]);
        }

        return hits;
    }
}
