using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>Makes one table, and one file, of several.</summary>
internal static class TableMerge
{
    // Tables are read in blocks that stay in the second-level cache while they are few, and that a thousand of them can have.
    private const int MostBlock = 1 << 17;
    private const int LeastBlock = 1 << 14;
    private const int MostBlocks = 1 << 24;

    /// <summary>The entries of tables as the source of one. Without a copy where all hashes are those of the new table, which is the rule; otherwise through a spool.</summary>
    /// <param name="tables">Tables of one kind, in the order of their inputs.</param>
    /// <param name="encoding">What the new table knows of its entries.</param>
    /// <param name="spool">Empty; takes the entries when a table has another seed, or keys that are not hashed.</param>
    /// <param name="seed">Seed of the new table.</param>
    /// <param name="options">Duplicate policy, budget.</param>
    /// <param name="isMulti">Whether a key keeps all its values.</param>
    /// <param name="observer">Told about every entry once, before the first pass ends.</param>
    public static IEntrySource Open(
        IReadOnlyList<RawTable> tables, ITableEncoding encoding, EntrySpool spool, ulong seed, IndexBuildOptions options, bool isMulti, EntrySink observer)
    {
        int blockLength = Math.Clamp(MostBlocks / tables.Count, LeastBlock, MostBlock);
        TableCursor[] cursors = [.. tables.Select(table => TableCursor.Create(table, seed, blockLength))];
        if (cursors.All(cursor => cursor.Ascends))
        {
            bool keyed = tables[0].Geometry.HasInlineKeys;
            return new MergedTables(cursors, keyed, options, run => DuplicateFilter.Apply(run, encoding, options, isMulti), observer);
        }

        int untilCheck = 0;
        foreach (TableCursor table in cursors)
        {
            using TableCursor cursor = table;
            cursor.ReadUpTo(ulong.MaxValue, (hash, value, key) =>
            {
                if ((++untilCheck & 0xffff) == 0)
                {
                    options.CancellationToken.ThrowIfCancellationRequested();
                    cursor.Table.View.Region.ForgetPages();
                }

                observer(hash, value, key);
                spool.Add(hash, value, key);
            });
        }

        return spool;
    }

    /// <summary>Merges the id mappers of files into a file.</summary>
    /// <param name="inputs">The files; at least one.</param>
    /// <param name="output">The file to publish; may be one of the inputs.</param>
    /// <param name="section">Name of the section, in all files.</param>
    /// <param name="kind">What the slots of all tables hold; null for what those of the first do.</param>
    /// <param name="isMulti">Whether a key keeps all its values; null for what the first table does.</param>
    /// <param name="options">Duplicate policy, budget, progress.</param>
    /// <returns>Distinct keys.</returns>
    public static long Publish(IEnumerable<string> inputs, string output, string section, HashTableKind? kind, bool? isMulti, IndexBuildOptions? options)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(section);
        string[] paths = [.. inputs];
        if (paths.Length == 0)
        {
            ThrowHelper.Argument("There is no file to merge: name at least one.", nameof(inputs));
        }

        long count = 0;
        IdMapperFile.Publish(output, section, stream => count = Merge(paths, section, kind, isMulti, options ?? new IndexBuildOptions(), stream), () => count);
        return count;
    }

    // The inputs are closed before the output is put in place, which may replace one of them.
    private static long Merge(string[] paths, string section, HashTableKind? kind, bool? isMulti, IndexBuildOptions options, Stream destination)
    {
        var files = new List<BufferFile>();
        try
        {
            var tables = new List<RawTable>();
            foreach (string path in paths)
            {
                files.Add(BufferFile.Open(path));
                tables.Add(RawTable.Open(files[^1].GetView(SectionKind.IdMapper, section)));
                tables[^1].Expect(kind ?? tables[0].Geometry.Kind);
                if (tables[^1].Geometry.Kind == HashTableKind.Fingerprints)
                {
                    ThrowHelper.NotSupported<RawTable>(
                        $"'{path}' is approximate: it has {tables[^1].Geometry.KeyCapacity} bits of each key's hash, and a table of all entries would need the others to place them. "
                        + "Look keys up in each of the files, or build one from the keys or their hashes.");
                }

                if (tables[^1].IsMulti && !(isMulti ?? tables[0].IsMulti))
                {
                    ThrowHelper.InvalidOperation($"'{path}' has several values a key, and the mapper to be made of it only one: merge them as multi mappers.");
                }
            }

            return Merge(tables, isMulti ?? tables[0].IsMulti, options, destination);
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
    }

    private static long Merge(List<RawTable> tables, bool isMulti, IndexBuildOptions options, Stream destination)
    {
        HashTableKind kind = tables[0].Geometry.Kind;
        if (kind is HashTableKind.InlineKeys or HashTableKind.ObjectKeys)
        {
            using var text = new InlineKeyTableBuilder(options, isMulti: isMulti, kind: kind);
            text.Merge(tables, destination);
            return text.Count;
        }

        using var integers = new IntegerTableBuilder(options, narrowKeys: kind == HashTableKind.UInt32Keys, isMulti: isMulti);
        integers.Merge(tables, destination);
        return integers.Count;
    }
}
