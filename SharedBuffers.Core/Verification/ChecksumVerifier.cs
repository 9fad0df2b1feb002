using SharedBuffers.Files;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Verification;

/// <summary>
/// Compares every checksum below the directory and looks at the padding; goes on after a difference, so that the report names every damaged block.
/// </summary>
internal static class ChecksumVerifier
{
    private const string Step = "checksums";

    public static void Verify(VerificationWork work)
    {
        long end = FileHeader.Size;
        foreach (FileSection section in work.File.Sections)
        {
            VerifyPadding(work, end, section.Offset);
            VerifySection(work, section);
            end = section.Offset + section.Length;
        }

        VerifyPadding(work, end, work.File.Region.Read<FileHeader>(0).DirectoryOffset);
    }

    private static void VerifySection(VerificationWork work, FileSection section)
    {
        // The last section holds the checksums of the blocks of all others; its own checksum is in the directory.
        BufferView all = work.File.GetView(work.File.Sections[^1]);
        BufferView checksums = section.Kind == SectionKind.BlockChecksums
            ? all
            : all.Slice(section.FirstBlock * sizeof(ulong), section.BlockCount * sizeof(ulong));
        ulong found = Hash(checksums);
        if (found != section.Checksum)
        {
            work.Findings.Add(section.ToString(), section.Offset, $"the checksum is {found:x16}, the directory says {section.Checksum:x16}");
        }

        BufferView bytes = work.File.GetView(section);
        for (long block = 0; block < section.BlockCount && !work.Findings.IsFull; block++)
        {
            long start = block * BufferFile.BlockLength;
            int length = (int)Math.Min(BufferFile.BlockLength, section.Length - start);
            ulong expected = checksums.Read<ulong>(block * sizeof(ulong));
            found = XxHash3.Hash64(bytes.GetSpan(start, length));
            if (found != expected)
            {
                work.Findings.Add(section.ToString(), section.Offset + start, $"the checksum of block {block} is {found:x16}, not {expected:x16}");
            }

            work.Findings.ByteCount += length;
            work.Report(Step, section.Offset + start + length, work.File.Length);
        }
    }

    /// <summary>In parts: hashes in memory need a span, and a file may be longer than one.</summary>
    private static ulong Hash(BufferView view)
    {
        var accumulator = new XxHash3Accumulator();
        for (long done = 0; done < view.Length;)
        {
            int part = (int)Math.Min(BufferFile.BlockLength, view.Length - done);
            accumulator.Append(view.GetSpan(done, part));
            done += part;
        }

        return accumulator.GetDigest();
    }

    private static void VerifyPadding(VerificationWork work, long start, long end)
    {
        while (start < end)
        {
            int part = (int)Math.Min(BufferFile.BlockLength, end - start);
            int first = work.File.Region.View.GetSpan(start, part).IndexOfAnyExcept((byte)0);
            if (first >= 0)
            {
                work.Findings.Add("padding", start + first, "the bytes between sections are not zero");
                return;
            }

            start += part;
        }
    }
}
