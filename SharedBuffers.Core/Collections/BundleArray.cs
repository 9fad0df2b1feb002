using SharedBuffers.Files;
using SharedBuffers.Layout;
using SharedBuffers.Schemas;

namespace SharedBuffers.Collections;

/// <summary>An array of a bundle, before anyone says with which view it is read.</summary>
public sealed class BundleArray
{
    private readonly Lazy<Schema> _schema;

    internal BundleArray(BufferFile file, FileSection rows, FileSection schema, FileSection offsets)
    {
        File = file;
        Name = rows.Name;
        Rows = rows;
        Offsets = RecordOffsets.Open(file.GetView(offsets));
        _schema = new Lazy<Schema>(() => ReadSchema(file, schema));
    }

    /// <summary>Its name, unique among the arrays of the file.</summary>
    public string Name { get; }

    /// <summary>Records.</summary>
    public long Count => Offsets.Count;

    /// <summary>Kind of the keys that lie before the records; <see cref="KeyKind.None"/> if none do.</summary>
    public KeyKind KeyKind => Offsets.KeyKind;

    /// <summary>The schema that the records were written with. Read from the file at the first call.</summary>
    /// <exception cref="Diagnostics.CorruptBufferException">The section is damaged.</exception>
    public Schema Schema => _schema.Value;

    internal BufferFile File { get; }

    /// <summary>The section of the records.</summary>
    internal FileSection Rows { get; }

    internal RecordOffsets Offsets { get; }

    /// <summary>Everything that is read later is read by the schema: its checksum is looked at, whether or not anyone verifies the file.</summary>
    private static Schema ReadSchema(BufferFile file, FileSection section)
    {
        for (long block = 0; block < section.BlockCount; block++)
        {
            file.VerifyBlock(section, block);
        }

        return Schema.Read(file.GetView(section).AsSpan(), section.Offset);
    }
}
