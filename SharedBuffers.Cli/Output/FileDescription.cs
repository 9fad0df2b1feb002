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
    IReadOnlyList<ApproximateMapper> ApproximateMappers)
{
    public static FileDescription Read(string path, BufferFile file) => new(
        path,
        file.Length,
        file.FormatVersion,
        file.FileId,
        file.Sections,
        [.. file.Sections
            .Where(section => section.Kind == SectionKind.Schema)
            .Select(section => (section.Name, Schema.Read(file.GetView(section).AsSpan(), section.Offset)))],
        [.. ApproximateMapper.ReadAll(file)]);
}
