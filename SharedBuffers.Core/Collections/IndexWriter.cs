using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Hashing;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>One index of a bundle under construction: its entries are collected while records are added, its section is written when the file is published.</summary>
internal abstract class IndexWriter(string name, ArrayBuilder array, KeyKind keyKind, IndexRole role) : IDisposable
{
    public string Name => name;

    public ArrayBuilder Array => array;

    /// <summary>Records that the duplicate policy dropped from a primary index; known after <see cref="WriteSection"/>.</summary>
    public virtual long DroppedCount => 0;

    /// <summary>Offsets of the dropped records, ascending; known after <see cref="WriteSection"/>.</summary>
    public virtual IEnumerable<long> DroppedOffsets => [];

    /// <summary>Distinct keys; known after <see cref="WriteSection"/>.</summary>
    protected abstract long Count { get; }

    /// <summary>Writes the section of the index.</summary>
    public void WriteSection(BufferFileWriter file)
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
        WriteTable(section);
        section.Count = Count;
    }

    public abstract void Dispose();

    /// <summary>Writes the table; the entries are gone afterwards.</summary>
    protected abstract void WriteTable(Stream destination);

    /// <summary>The share of an index in the options of the whole build.</summary>
    protected static IndexBuildOptions Share(BundleBuilder bundle, string name, DuplicatePolicy duplicates)
    {
        BuildOptions options = bundle.Options;
        return new IndexBuildOptions
        {
            Duplicates = duplicates,
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
