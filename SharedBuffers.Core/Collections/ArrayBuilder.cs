using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;

namespace SharedBuffers.Collections;

/// <summary>An array of a file under construction. Records go to the disk as they are added; memory does not grow with them.</summary>
/// <remarks>One thread at a time. Made by <see cref="BundleBuilder"/>, which publishes and disposes it.</remarks>
public abstract class ArrayBuilder
{
    private const long ReportEvery = 1 << 16;

    private readonly KeyKind _keyKind;
    private readonly SpoolStream? _spool;
    private readonly OffsetSpool _offsets;
    private SectionStream? _section;
    private RecordArea? _written;

    private protected ArrayBuilder(BundleBuilder bundle, string name, KeyKind keyKind, Schema schema, SectionStream? section)
    {
        Bundle = bundle;
        Name = name;
        Schema = schema;
        _keyKind = keyKind;
        _section = section;
        _spool = section is null ? bundle.Own(new SpoolStream(bundle.TempDirectory)) : null;
        _offsets = bundle.Own(new OffsetSpool(bundle.TempDirectory));
        Records = bundle.Own(new RecordWriter((Stream?)section ?? _spool!, schema.Alignment, bundle.Options, bundle.Types));
    }

    /// <summary>Name of the array in the file.</summary>
    public string Name { get; }

    /// <summary>The schema of the records.</summary>
    public Schema Schema { get; }

    /// <summary>Records added, those included that turn out to be repeated when the file is published.</summary>
    public long Count { get; private set; }

    /// <summary>Records stored: fewer than were added where <see cref="BuildOptions.SharedRecords"/> found some to be equal.</summary>
    public long StoredCount => _offsets.Count;

    internal BundleBuilder Bundle { get; }

    /// <summary>Whether each record lies behind its key.</summary>
    private protected bool HasKeys => _keyKind != KeyKind.None;

    /// <summary>Ordinal of the section of the records, once it was begun.</summary>
    internal int RowsSection { get; private set; }

    /// <summary>The records as they can be read back after they were all written.</summary>
    internal RecordArea WrittenRecords => _written ?? throw new InvalidOperationException("The records are still being written.");

    private protected RecordWriter Records { get; }

    /// <summary>
    /// The index whose policy for repeated keys decides which records there are, because keys and records were added together; null if all records stay. Their keys lie before the
    /// records, or in its table where records are shared.
    /// </summary>
    internal virtual IndexWriter? KeyIndex => null;

    /// <summary>The index whose keys lie before the records, if there is one.</summary>
    internal IndexWriter? PrimaryIndex => HasKeys ? KeyIndex : null;

    /// <summary>Ends the records: after it they are a section of the file.</summary>
    internal void FinishRecords(BufferFileWriter file)
    {
        Records.Finish();
        if (_spool is not null)
        {
            _section = Bundle.BeginRecords(Name, Schema);
            _spool.CopyContent(_section);
        }

        RowsSection = _section!.Ordinal;
        _section.Count = StoredCount;
        _section.Dispose();
    }

    /// <summary>Lets indexes read keys back.</summary>
    internal void ReadBack(MemoryRegion written) =>
        _written = new RecordArea(new BufferView(written, _section!.Offset, _section.Length), SchemaBinding.Create(Schema));

    internal void WriteIndex(BufferFileWriter file)
    {
        using SectionStream section = file.BeginSection(SectionKind.ArrayIndex, Name);
        section.Count = _offsets.WriteTo(section, _keyKind, Records.SharesValues, KeyIndex?.LostOffsets ?? [], KeyIndex?.LostCount ?? 0, Bundle.Options.CancellationToken);
    }

    /// <summary>Called before a record is added.</summary>
    private protected void BeforeAdd()
    {
        Bundle.CheckOpen();
        Bundle.Options.CancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Called after a record was added.</summary>
    private protected RecordReference Added(long offset)
    {
        Count++;

        // A record that is shared was stored before.
        if (offset > _offsets.Last)
        {
            _offsets.Add(offset);
        }

        if (Count % ReportEvery == 0)
        {
            Bundle.Options.Progress?.Report(new WorkProgress("records", Count, Bundle.Options.ExpectedCount ?? -1));
        }

        return new RecordReference(this, offset);
    }
}
