using SharedBuffers.Files;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>Publishes a table as a native file with one section.</summary>
internal static class IdMapperFile
{
    /// <summary>Writes the section and puts the file in place; nothing is left behind when that fails.</summary>
    public static void Publish(string path, string section, Func<Stream, long> build, Func<long> count)
    {
        using var writer = new BufferFileWriter(path);
        using (SectionStream stream = writer.BeginSection(SectionKind.IdMapper, section))
        {
            build(stream);
            stream.Count = count();
        }

        writer.Publish();
    }
}
