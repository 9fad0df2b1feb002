using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Hashing;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Collections;

/// <summary>One index of a bundle under construction: its entries are collected while records are added, its section is written when the file is published.</summary>
internal abstract class IndexWriter(string name, ArrayBuilder array, KeyKind keyKind, IndexRole role) : IDisposable
{
    /// <summary>Tables count offsets of records in units of this.</summary>
    protected const int Unit = 8;

    private LostRecords? _lost;

    public string Name => name;

    public ArrayBuilder Array => array;

    public KeyKind KeyKind => keyKind;

    /// <summary>Records that no key leads to any more, because they lost against others of their key; known after <see cref="WriteSection"/> of the index that decides this.</summary>
    public long LostCount => _lost?.Count ?? 0;

    /// <summary>Their offsets, ascending.</summary>
    public IEnumerable<long> LostOffsets => _lost?.Offsets ?? [];

    /// <summary>Whether the policy for repeated keys of this index decides which records the array has.</summary>
    protected bool DecidesRecords => array.KeyIndex == this;

    /// <summary>What the duplicate policy dropped, by offset in units, ascending; known once the table is written.</summary>
    protected abstract IEnumerable<ulong> DroppedUnits { get; }

    /// <summary>Distinct keys; known after <see cref="WriteSection"/>.</summary>
    public abstract long Count { get; }

    /// <summary>The writer for a kind of keys that lie in the table.</summary>
    /// <param name="name">Name of the index.</param>
    /// <param name="array">The array.</param>
    /// <param name="keyKind">What the keys are.</param>
    /// <param name="duplicates">What happens to repeated keys; null to keep all records of a key.</param>
    public static IndexWriter CreateSecondary(string name, ArrayBuilder array, KeyKind keyKind, DuplicatePolicy? duplicates) => keyKind.IsByteString()
        ? new SecondaryBytesIndexWriter(name, array, keyKind, duplicates)
        : new IntegerIndexWriter(name, array, keyKind, IndexRole.Secondary, duplicates);

    /// <summary>The writer for a kind of keys that lie before the records.</summary>
    public static IndexWriter CreatePrimary(string name, ArrayBuilder array, KeyKind keyKind) => keyKind.IsByteString()
        ? new PrimaryBytesIndexWriter(name, array, keyKind)
        : new IntegerIndexWriter(name, array, keyKind, IndexRole.Primary, array.Bundle.Options.Duplicates);

    /// <summary>Adds a key of a kind that is a byte string.</summary>
    public virtual void Add(ReadOnlySpan<byte> key, long offset) => throw new NotSupportedException($"Keys of kind {keyKind} are integers.");

    /// <summary>Adds a key of a kind that is an integer.</summary>
    public virtual void Add(ulong key, long offset) => throw new NotSupportedException($"Keys of kind {keyKind} are no integers.");

    /// <summary>Adds a key as it is stored.</summary>
    public abstract void Add(StoredKey key, long offset);

    /// <summary>Writes the section of the index.</summary>
    public void WriteSection(BufferFileWriter file)
    {
        SectionStream written = WriteTable(file);
        if (DecidesRecords)
        {
            // Where keys lie before the records, each record has one key: what was dropped is lost.
            using MemoryRegion? region = role == IndexRole.Primary ? null : file.MapWritten();
            RawTable? table = region is null ? null : RawTable.Open(new BufferView(region, written.Offset + IndexHeader.Size, written.Length - IndexHeader.Size));
            _lost = LostRecords.Find(DroppedUnits, table, Share(default));
        }
    }

    public virtual void Dispose() => _lost?.Dispose();

    private SectionStream WriteTable(BufferFileWriter file)
    {
        using SectionStream section = file.BeginSection(SectionKind.Index, name);
        var header = new IndexHeader
        {
            Version = IndexHeader.CurrentVersion,
            KeyKind = keyKind,
            Role = role,
            RowsSection = (uint)array.RowsSection,
        };
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<IndexHeader>(in header));
        header.Checksum = XxHash3.Hash64(bytes[..IndexHeader.ChecksummedLength]);
        section.Write(bytes);
        WriteTable(section, UnitsWithoutKey());
        section.Count = Count;
        return section;
    }

    /// <summary>Writes the table; the entries are gone afterwards.</summary>
    /// <param name="destination">Receives it.</param>
    /// <param name="excluded">Records that are in no index, by offset in units, ascending; none for a primary index.</param>
    protected abstract void WriteTable(Stream destination, IEnumerable<ulong> excluded);

    /// <summary>
    /// Records that lost against others of their key: the array does not list them, so no other index may lead to them. The index that decides was declared, and so written, first.
    /// </summary>
    private IEnumerable<ulong> UnitsWithoutKey() =>
        array.KeyIndex is { LostCount: > 0 } decisive && decisive != this ? decisive.LostOffsets.Select(offset => (ulong)offset / Unit) : [];

    /// <summary>The share of an index in the options of the whole build.</summary>
    protected IndexBuildOptions Share(DuplicatePolicy duplicates)
    {
        BundleBuilder bundle = array.Bundle;
        BuildOptions options = bundle.Options;
        return new IndexBuildOptions
        {
            Duplicates = duplicates,
            DiscardRepeatedPairs = options.DiscardRepeatedPairs,
            MemoryBudget = bundle.MemoryBudgetOfAnIndex,
            TempDirectory = bundle.TempDirectory,
            Progress = options.Progress is { } progress ? new IndexProgress(progress, name) : null,
            CancellationToken = options.CancellationToken,
        };
    }

    /// <summary>Several indexes may follow each other: each says its name.</summary>
    private sealed class IndexProgress(IProgress<WorkProgress> progress, string name) : IProgress<WorkProgress>
    {
        private readonly string _step = $"index '{name}'";

        public void Report(WorkProgress value) => progress.Report(value with { Step = _step });
    }
}
