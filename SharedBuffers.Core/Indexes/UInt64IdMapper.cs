using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

/// <summary>From 64-bit unsigned keys to unsigned numbers: four or five pairs share a cache line, and nearly every lookup touches one line.</summary>
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

    /// <summary>Starts a builder.</summary>
    public static UInt64IdMapperBuilder CreateBuilder(IndexBuildOptions? options = null) => new(options ?? new IndexBuildOptions());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool TryGetValue(ulong key, out ulong value) => Table.TryFindUInt64(key, out value) && Table.TakeFirst(ref value);

    /// <summary>
    /// Looks many keys up together: their cache misses overlap, which single lookups in a loop achieve only in part.
    /// </summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values">Receives a value a key, 0 for absent keys.</param>
    /// <param name="found">Receives whether the key is there.</param>
    /// <returns>Keys found.</returns>
    /// <exception cref="ArgumentException">A result span is shorter than <paramref name="keys"/>.</exception>
    public int TryGetValues(ReadOnlySpan<ulong> keys, Span<ulong> values, Span<bool> found) =>
        Table.TakeFirst(Table.TryFindUInt64Batch(keys, values, found), values[..keys.Length]);
}
