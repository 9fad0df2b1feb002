using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Files;

public sealed partial class BufferFile
{
    private const string VerificationStep = "checksums";

    /// <summary>
    /// Reads the whole file and checks every byte of it: the checksum of each block of each section, the checksums of the sections, and that the padding is zero.
    /// </summary>
    /// <param name="progress">Told after each block; bytes are the unit.</param>
    /// <param name="cancellation">Looked at before each block.</param>
    /// <remarks>O(length of the file). It says that the bytes are those that were written, not that what was written makes sense. A file whose slots were
    /// changed in place fails.</remarks>
    /// <exception cref="CorruptBufferException">A checksum differs; the offset names the block.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> asked for it.</exception>
    public void VerifyChecksums(IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        long end = FileHeader.Size;
        foreach (FileSection section in _sections)
        {
            CheckPadding(end, section.Offset);
            VerifySection(section, progress, cancellation);
            end = section.Offset + section.Length;
        }

        CheckPadding(end, _directoryOffset);
        progress?.Report(new WorkProgress(VerificationStep, Length, Length));
    }

    /// <summary>Checks one block of a section: what a reader that verifies at first touch calls.</summary>
    /// <param name="section">A section of this file.</param>
    /// <param name="block">0-based number of the block, below <see cref="FileSection.BlockCount"/>.</param>
    /// <exception cref="CorruptBufferException">The checksum differs.</exception>
    public void VerifyBlock(FileSection section, long block)
    {
        BufferView view = GetView(section);
        if (block < 0 || block >= section.BlockCount)
        {
            ThrowHelper.ArgumentOutOfRange(nameof(block), block, $"The section {section} has {section.BlockCount} blocks with a checksum.");
        }

        long offset = block * BlockLength;
        ulong found = XxHash3.Hash64(view.GetSpan(offset, (int)Math.Min(BlockLength, view.Length - offset)));
        ulong expected = ChecksumSection.Read<ulong>((section.FirstBlock + block) * sizeof(ulong));
        if (found != expected)
        {
            ThrowHelper.Corrupt_Checksum($"block {block} of the section {section}", Region.Name, expected, found, section.Offset + offset);
        }
    }

    /// <summary>The directory checks saw that the last section holds the checksums of all blocks.</summary>
    private BufferView ChecksumSection => GetView(_sections[^1]);

    private void VerifySection(FileSection section, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        // The checksum of the section covers the checksums of its blocks: once it holds, they can be trusted.
        BufferView checksums = section.Kind == SectionKind.BlockChecksums
            ? ChecksumSection
            : ChecksumSection.Slice(section.FirstBlock * sizeof(ulong), section.BlockCount * sizeof(ulong));
        ulong found = XxHash3.Hash64(checksums.AsSpan());
        if (found != section.Checksum)
        {
            ThrowHelper.Corrupt_Checksum($"the section {section}", Region.Name, section.Checksum, found, section.Offset);
        }

        for (long block = 0; block < section.BlockCount; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            VerifyBlock(section, block);
            progress?.Report(new WorkProgress(VerificationStep, Math.Min(section.Offset + ((block + 1) * BlockLength), section.Offset + section.Length), Length));
        }
    }

    private void CheckPadding(long start, long end)
    {
        int first = Region.GetSpan(start, checked((int)(end - start))).IndexOfAnyExcept((byte)0);
        if (first >= 0)
        {
            ThrowHelper.Corrupt($"The padding of '{Region.Name}' is not zero", start + first);
        }
    }
}
