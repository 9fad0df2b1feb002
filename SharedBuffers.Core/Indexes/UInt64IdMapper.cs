using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

/// <summary>From 64-bit unsigned keys to unsigned numbers: a lookup reads two neighbouring cache lines, or one load of an array where keys have few gaps.</summary>
/// <inheritdoc cref="IdMapper{TKey}" path="/remarks"/>
/// <example><code>
/// using (var builder = UInt64IdMapper.CreateBuilder())
/// {
///     builder.Add(42, 7);
///     builder.Publish("ids.sbuf");
/// }
///
/// using var ids = UInt64IdMapper.Open("ids.sbuf");
/// bool found = ids.TryGetValue(42, out ulong id);
/// </code></example>
public sealed class UInt64IdMapper : IdMapper<ulong>
{
    private UInt64IdMapper(RawTable table, IDisposable? owner)
        : base(table, UInt64Keys.Instance, owner)
    {
    }

    /// <summary>Reads a table in place. Dispose of the mapper leaves the region open.</summary>
    /// <exception cref="CorruptBufferException">The bytes are no table of 64-bit keys.</exception>
    public static UInt64IdMapper Open(BufferView view) => new(RawTable.Open(view).Expect(HashTableKind.UInt64Keys), null);

    /// <summary>Opens a file that a builder published.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Map it, or copy it into memory.</param>
    /// <param name="section">Name of the section; the default is what builders write.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="KeyNotFoundException">The file has no id mapper of that name.</exception>
    /// <exception cref="CorruptBufferException">The file is damaged, or its keys are not 64-bit.</exception>
    public static UInt64IdMapper Open(string path, LoadMode mode = LoadMode.Map, string section = "")
    {
        (RawTable table, IDisposable owner) = OpenSection(path, mode, section, HashTableKind.UInt64Keys);
        return new UInt64IdMapper(table, owner);
    }

    /// <summary>Makes one file of several. Linear time, memory within the budget: tables in the order of their hashes are read side by side, those of dense keys go through the spool of a builder.</summary>
    /// <param name="inputs">Files with id mappers of this kind, at least one. They are read; none is changed.</param>
    /// <param name="output">The file to publish; it may be one of the inputs.</param>
    /// <param name="options">Whose value a key gets that several files have, progress, cancellation.</param>
    /// <param name="section">Name of the section, in all files.</param>
    /// <returns>Distinct keys.</returns>
    /// <remarks>The bytes are those of a build from the pairs of all files, one file after the other.</remarks>
    /// <exception cref="ArgumentException">There are no inputs.</exception>
    /// <exception cref="DuplicateKeyException">Two files have a key, and the policy is <see cref="DuplicatePolicy.Error"/>; the message names it. Nothing was published.</exception>
    /// <exception cref="OperationCanceledException">The options' token asked for it. Nothing was published.</exception>
    /// <exception cref="IOException">A file cannot be read or written. Nothing was published.</exception>
    /// <exception cref="KeyNotFoundException">A file has no id mapper of that name.</exception>
    /// <exception cref="InvalidOperationException">A file has several values a key.</exception>
    /// <exception cref="CorruptBufferException">A file is damaged, or its keys are of another kind.</exception>
    public static long Merge(IEnumerable<string> inputs, string output, IndexBuildOptions? options = null, string section = "") =>
        TableMerge.Publish(inputs, output, section, HashTableKind.UInt64Keys, isMulti: false, options);

    /// <summary>Starts a builder.</summary>
    public static UInt64IdMapperBuilder CreateBuilder(IndexBuildOptions? options = null) => new(options ?? new IndexBuildOptions());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool TryGetValue(ulong key, out ulong value) => Table.TryFindUInt64(key, out value);

    /// <summary>
    /// Looks many keys up together: their cache misses overlap, which single lookups in a loop achieve only in part.
    /// </summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values">Receives a value a key, 0 for absent keys.</param>
    /// <param name="found">Receives whether the key is there.</param>
    /// <returns>Keys found.</returns>
    /// <exception cref="ArgumentException">A result span is shorter than <paramref name="keys"/>.</exception>
    public int TryGetValues(ReadOnlySpan<ulong> keys, Span<ulong> values, Span<bool> found) =>
        Table.TryFindUInt64Batch(keys, values, found);
}
