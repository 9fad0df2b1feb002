using SharedBuffers.Collections;
using SharedBuffers.Files;
using SharedBuffers.Layout;
using SharedBuffers.Schemas;

namespace SharedBuffers.Cli.Output;

/// <summary>What <c>info</c> tells of a file.</summary>
internal sealed record FileDescription(
    string Path,
    long Length,
    int FormatVersion,
    ulong FileId,
    IReadOnlyList<FileSection> Sections,
    IReadOnlyList<(string Array, Schema Schema)> Schemas,
    IReadOnlyList<BundleIndex> Indexes,
    IReadOnlyList<ApproximateMapper> ApproximateMappers)
{
    /// <summary>The shards, if the file is a manifest of some.</summary>
    public ShardFiles? Shards { get; private init; }

    public static FileDescription Read(string path, BufferFile file)
    {
        var description = new FileDescription(path, file.Length, file.FormatVersion, file.FileId, file.Sections, ReadSchemas(file), ReadIndexes(file), [.. ApproximateMapper.ReadAll(file)]);
        return ShardFiles.TryOpen(path) is { } shards ? description with { Shards = shards, Schemas = ReadSchemas(shards) } : description;
    }

    /// <summary>All shards have one schema: that of the first one that is there.</summary>
    private static IReadOnlyList<(string Array, Schema Schema)> ReadSchemas(ShardFiles shards)
    {
        if (shards.Manifest.Shards.FirstOrDefault(shard => shards.LengthOf(shard) is not null) is not { } there)
        {
            return [];
        }

        using Bundle bundle = shards.Open(there);
        return ReadSchemas(bundle.File);
    }

    /// <summary>The file stays open, and the caller's: a bundle holds nothing else.</summary>
    private static IReadOnlyList<BundleIndex> ReadIndexes(BufferFile file) =>
        file.Sections.Any(section => section.Kind == SectionKind.Index) ? Bundle.Open(file).Indexes : [];

    private static IReadOnlyList<(string Array, Schema Schema)> ReadSchemas(BufferFile file) =>
        [.. file.Sections
            .Where(section => section.Kind == SectionKind.Schema)
            .Select(section => (section.Name, Schema.Read(file.GetView(section).AsSpan(), section.Offset)))];
}
