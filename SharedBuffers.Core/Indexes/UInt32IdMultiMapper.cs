using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

/// <summary>From 32-bit unsigned keys to any number of unsigned numbers each.</summary>
/// <inheritdoc cref="IdMultiMapper{TKey}" path="/remarks"/>
/// <example><code>
/// using (var builder = UInt32IdMultiMapper.CreateBuilder())
/// {
///     builder.Add(42, 7);
///     builder.Add(42, 8);
///     builder.Publish("ids.sbuf");
/// }
///
/// using var ids = UInt32IdMultiMapper.Open("ids.sbuf");
/// foreach (ulong id in ids[42])
/// {
///     Console.WriteLine(id);
/// }
/// </code></example>
public sealed class UInt32IdMultiMapper : IdMultiMapper<uint>
{
    private UInt32IdMultiMapper(RawTable table, IDisposable? owner)
        : base(table, UInt32Keys.Instance, owner)
    {
    }

    /// <summary>Reads a table in place. Dispose of the mapper leaves the region open.</summary>
    /// <exception cref="CorruptBufferException">The bytes are no table of 32-bit keys.</exception>
    public static UInt32IdMultiMapper Open(BufferView view) => new(RawTable.Open(view).Expect(HashTableKind.UInt32Keys), null);

    /// <inheritdoc cref="UInt32IdMapper.Open(string, LoadMode, string)"/>
    public static UInt32IdMultiMapper Open(string path, LoadMode mode = LoadMode.Map, string section = "")
    {
        (RawTable table, IDisposable owner) = OpenSection(path, mode, section, HashTableKind.UInt32Keys);
        return new UInt32IdMultiMapper(table, owner);
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
        TableMerge.Publish(inputs, output, section, HashTableKind.UInt32Keys, isMulti: true, options);

    /// <summary>Starts a builder that keeps every value of a key.</summary>
    public static UInt32IdMapperBuilder CreateBuilder(IndexBuildOptions? options = null) => new(options ?? new IndexBuildOptions(), isMulti: true);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool TryGetValues(uint key, out IdValues values) => Take(Table.TryFindUInt32(key, out ulong slotValue), slotValue, out values);

    /// <summary>Looks many keys up together: their cache misses overlap, those of their values too.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values">Receives the values of each key, none for absent keys.</param>
    /// <returns>Keys found.</returns>
    /// <exception cref="ArgumentException"><paramref name="values"/> is shorter than <paramref name="keys"/>.</exception>
    [SkipLocalsInit]
    public int TryGetValues(ReadOnlySpan<uint> keys, Span<IdValues> values)
    {
        IdValues.CheckRoom(keys.Length, values);
        Span<ulong> slotValues = stackalloc ulong[RawTable.BatchSize];
        Span<bool> found = stackalloc bool[RawTable.BatchSize];
        int hits = 0;
        for (int first = 0; first < keys.Length; first += RawTable.BatchSize)
        {
            int count = Math.Min(RawTable.BatchSize, keys.Length - first);
            hits += Table.TryFindUInt32Batch(keys.Slice(first, count), slotValues, found);
            Table.TakeValues(slotValues[..count], found, values[first..]);
        }

        return hits;
    }
}
