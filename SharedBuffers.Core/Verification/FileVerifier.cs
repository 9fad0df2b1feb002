using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Verification;

/// <summary>
/// Checks everything about a native file: header and directory, all checksums, padding, schemas, the place of every record, every value of every record, and
/// every
/// slot of every hash table. Damage is reported, never thrown.
/// </summary>
/// <remarks>
/// <para>Checksums say that the bytes are those that were written; the rest says that what was written makes sense. Structure is checked even where
/// checksums differ, so that the report tells what the damage hit.</para>
/// <para>The checks read the bytes on their own, without the views and packers of the library: an error there is found here.</para>
/// <para>O(length of the file) in time, with one random access for each key of a dictionary; memory does not grow with the file.
/// Thread-safe; two verifications share nothing.</para>
/// </remarks>
public static class FileVerifier
{
    /// <summary>Findings after which a verification stops: a file with so many is beyond repair.</summary>
    public const int MaxFindings = 100;

    private const string HeaderPart = "header";

    /// <summary>Maps a file and verifies it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">Told now and then: bytes of the checksums, then records, then buckets.</param>
    /// <param name="cancellation">Looked at now and then.</param>
    /// <exception cref="IOException">The file cannot be opened: no such file, a directory, no permission…</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> asked for it.</exception>
    public static VerificationReport Verify(string path, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var findings = new FindingList();
        MemoryRegion? region = null;
        if (findings.Run(HeaderPart, () => region = MemoryRegion.OpenFile(path)))
        {
            using (region)
            {
                return Verify(region!, progress, cancellation);
            }
        }

        return new VerificationReport(findings);
    }

    /// <summary>Verifies a native file that is in memory already.</summary>
    /// <param name="region">The file's bytes, from the first to the last. It stays open.</param>
    /// <param name="progress">Told now and then: bytes of the checksums, then records, then buckets.</param>
    /// <param name="cancellation">Looked at now and then.</param>
    /// <exception cref="ObjectDisposedException">The region was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> asked for it.</exception>
    public static VerificationReport Verify(MemoryRegion region, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(region);
        var findings = new FindingList();
        BufferFile? file = null;
        if (findings.Run(HeaderPart, () => file = BufferFile.Open(region, ownsRegion: false)))
        {
            var work = new VerificationWork(file!, findings, progress, cancellation);
            ChecksumVerifier.Verify(work);
            VerifySections(work);
        }

        return new VerificationReport(findings);
    }

    private static void VerifySections(VerificationWork work)
    {
        var arrays = new Dictionary<int, ArrayVerifier>();
        foreach (FileSection section in work.File.Sections)
        {
            if (section.Kind == SectionKind.Rows && !work.Findings.IsFull && ArrayVerifier.Open(work, section) is { } array)
            {
                arrays.Add(section.Ordinal, array);
                array.Verify();
            }
        }

        foreach (FileSection section in work.File.Sections)
        {
            if (work.Findings.IsFull)
            {
                work.Findings.MarkIncomplete();
                return;
            }

            switch (section.Kind)
            {
                case SectionKind.Schema or SectionKind.ArrayIndex when !work.File.TryGetSection(SectionKind.Rows, section.Name, out _):
                    work.Findings.Add(section.ToString(), section.Offset, "there are no rows of this name");
                    break;
                case SectionKind.Index:
                    work.Findings.Run(section.ToString(), () => IndexVerifier.Verify(work, section, arrays));
                    break;
                case SectionKind.IdMapper:
                    work.Findings.Run(section.ToString(), () => IdMapperVerifier.Verify(work, section));
                    break;
                case SectionKind.RemovedKeys:
                    work.Findings.Run(section.ToString(), () => RemovedKeysVerifier.Verify(work, section));
                    break;
                case SectionKind.Shards:
                    work.Findings.Run(section.ToString(), () => ShardsVerifier.Verify(work, section));
                    break;
            }
        }
    }
}
