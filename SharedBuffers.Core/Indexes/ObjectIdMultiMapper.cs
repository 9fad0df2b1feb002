using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

/// <summary>From keys of any type to any number of unsigned numbers each.</summary>
/// <inheritdoc cref="ObjectIdMapper" path="/remarks"/>
/// <example><code>
/// using (var builder = ObjectIdMultiMapper.CreateBuilder())
/// {
///     builder.Add(("sku-42", 7), 1);
///     builder.Add(("sku-42", 7), 2);
///     builder.Publish("ids.sbuf");
/// }
///
/// using var ids = ObjectIdMultiMapper.Open("ids.sbuf");
/// bool found = ids.TryGetValues(("sku-42", 7), out IdValues values);
/// </code></example>
public sealed class ObjectIdMultiMapper : IdMultiMapper<object>
{
    private ObjectIdMultiMapper(RawTable table, IDisposable? owner)
        : base(table, ObjectKeys.Instance, owner)
    {
    }

    /// <summary>Reads a table in place. Dispose of the mapper leaves the region open.</summary>
    /// <exception cref="CorruptBufferException">The bytes are no table of object keys.</exception>
    public static ObjectIdMultiMapper Open(BufferView view) => new(RawTable.Open(view).Expect(HashTableKind.ObjectKeys), null);

    /// <summary>Opens a file that a builder published.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Map it, or copy it into memory.</param>
    /// <param name="section">Name of the section; the default is what builders write.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="KeyNotFoundException">The file has no id mapper of that name.</exception>
    /// <exception cref="CorruptBufferException">The file is damaged, or its keys are of one type.</exception>
    public static ObjectIdMultiMapper Open(string path, LoadMode mode = LoadMode.Map, string section = "")
    {
        (RawTable table, IDisposable owner) = OpenSection(path, mode, section, HashTableKind.ObjectKeys);
        return new ObjectIdMultiMapper(table, owner);
    }

    /// <summary>Makes one file of several: a key has its values of all files, in the order of the files. Linear time, memory within the budget.</summary>
    /// <param name="inputs">Files with id mappers of this kind of keys, with one value a key or several, at least one. They are read; none is changed.</param>
    /// <param name="output">The file to publish; it may be one of the inputs.</param>
    /// <param name="options">Whether repeated pairs are discarded, budget, progress, cancellation.</param>
    /// <param name="section">Name of the section, in all files.</param>
    /// <returns>Distinct keys.</returns>
    /// <remarks>The bytes are those of a build from the pairs of all files, one file after the other.</remarks>
    /// <exception cref="ArgumentException">There are no inputs.</exception>
    /// <exception cref="OperationCanceledException">The options' token asked for it. Nothing was published.</exception>
    /// <exception cref="IOException">A file cannot be read or written. Nothing was published.</exception>
    /// <exception cref="KeyNotFoundException">A file has no id mapper of that name.</exception>
    /// <exception cref="CorruptBufferException">A file is damaged, or its keys are of another kind.</exception>
    public static long Merge(IEnumerable<string> inputs, string output, IndexBuildOptions? options = null, string section = "") =>
        TableMerge.Publish(inputs, output, section, HashTableKind.ObjectKeys, isMulti: true, options);

    /// <summary>Starts a builder that keeps every value of a key.</summary>
    public static ObjectIdMapperBuilder CreateBuilder(IndexBuildOptions? options = null) => new(options ?? new IndexBuildOptions(), isMulti: true);

    /// <summary>Looks any object up; null too.</summary>
    /// <returns>Whether it is there; if not, <paramref name="values"/> is empty.</returns>
    /// <exception cref="ArgumentException">What is asked for cannot be a key: a list, a map, a decimal, a date, an object.</exception>
    public override bool TryGetValues(object? key, out IdValues values) => Take(ObjectKeys.TryFind(Table, key, out ulong slotValue), slotValue, out values);

    /// <summary>Looks a key of any one type up. Numbers, text and stored values are not boxed.</summary>
    /// <returns>Whether it is there; if not, <paramref name="values"/> is empty.</returns>
    /// <exception cref="ArgumentException">What is asked for cannot be a key: a list, a map, a decimal, a date, an object.</exception>
    public bool TryGetValues<T>(T key, out IdValues values) => Take(ObjectKeys.TryFind(Table, key, out ulong slotValue), slotValue, out values);

    /// <summary>Looks a tuple up. Numbers, text and stored values in it are not boxed.</summary>
    /// <returns>Whether it is there; if not, <paramref name="values"/> is empty.</returns>
    /// <exception cref="ArgumentException">What is asked for cannot be a key: a list, a map, a decimal, a date, an object.</exception>
    public bool TryGetValues<T1, T2>((T1 First, T2 Second) key, out IdValues values) =>
        Take(ObjectKeys.TryFind<TupleKeyForm<T1, T2>, (T1, T2)>(Table, key, out ulong slotValue), slotValue, out values);

    /// <inheritdoc cref="TryGetValues{T1, T2}(ValueTuple{T1, T2}, out IdValues)"/>
    public bool TryGetValues<T1, T2, T3>((T1 First, T2 Second, T3 Third) key, out IdValues values) =>
        Take(ObjectKeys.TryFind<TupleKeyForm<T1, T2, T3>, (T1, T2, T3)>(Table, key, out ulong slotValue), slotValue, out values);

    /// <inheritdoc cref="TryGetValues{T1, T2}(ValueTuple{T1, T2}, out IdValues)"/>
    public bool TryGetValues<T1, T2, T3, T4>((T1 First, T2 Second, T3 Third, T4 Fourth) key, out IdValues values) =>
        Take(ObjectKeys.TryFind<TupleKeyForm<T1, T2, T3, T4>, (T1, T2, T3, T4)>(Table, key, out ulong slotValue), slotValue, out values);

    /// <summary>Looks text up as its UTF-8; text with a lone surrogate equals no key.</summary>
    /// <returns>Whether it is there; if not, <paramref name="values"/> is empty.</returns>
    public bool TryGetValues(ReadOnlySpan<char> text, out IdValues values) => Take(ObjectKeys.TryFindText(Table, text, out ulong slotValue), slotValue, out values);

    /// <summary>Looks text up that is given as UTF-8.</summary>
    /// <returns>Whether it is there; if not, <paramref name="values"/> is empty.</returns>
    public bool TryGetValuesOfText(ReadOnlySpan<byte> utf8, out IdValues values) => Take(ObjectKeys.TryFindBlock(Table, utf8, isText: true, out ulong slotValue), slotValue, out values);

    /// <summary>Looks a byte string up; it differs from the text of the same bytes.</summary>
    /// <returns>Whether it is there; if not, <paramref name="values"/> is empty.</returns>
    public bool TryGetValuesOfBytes(ReadOnlySpan<byte> bytes, out IdValues values) => Take(ObjectKeys.TryFindBlock(Table, bytes, isText: false, out ulong slotValue), slotValue, out values);

    /// <summary>Looks many keys of one type up together: their cache misses overlap. Numbers, text and stored values are not boxed.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values">Receives the values of each key, none for absent keys.</param>
    /// <returns>Keys found.</returns>
    /// <exception cref="ArgumentException"><paramref name="values"/> is shorter than <paramref name="keys"/>, or something cannot be a key.</exception>
    [SkipLocalsInit]
    public int TryGetValues<T>(ReadOnlySpan<T> keys, Span<IdValues> values)
    {
        IdValues.CheckRoom(keys.Length, values);
        Span<ulong> slotValues = stackalloc ulong[RawTable.BatchSize];
        Span<bool> found = stackalloc bool[RawTable.BatchSize];
        int hits = 0;
        for (int first = 0; first < keys.Length; first += RawTable.BatchSize)
        {
            int count = Math.Min(RawTable.BatchSize, keys.Length - first);
            hits += ObjectKeys.TryFindBatch(Table, keys.Slice(first, count), slotValues, found);
            Table.TakeValues(slotValues[..count], found, values[first..]);
        }

        return hits;
    }
}
