using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Corruption;

/// <summary>
/// Damages a valid file in many ways and reads all of it each time. Every damage is tried as it is, and with all checksums made to fit, which lets it through to
/// the layers behind them. What the verifier passes the dynamic reader must read; a compiled type may expect more, such as numbers that fit its own.
/// </summary>
/// <param name="create">Makes the region that the damaged bytes are put into: plain memory, or memory between guard pages.</param>
/// <param name="original">The valid file.</param>
internal sealed class CorruptionSweep(Func<byte[], MemoryRegion> create, byte[] original)
{
    /// <summary>What counts, sizes, offsets and pointers are replaced by.</summary>
    private static readonly long[] s_hostile =
    [
        0, 1, 2, 3, 7, 8, 9, 255, 256, 4095, 4096, 65_535, 65_536, -1, -2, -8, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue, long.MaxValue - 7,
        1L << 32, 1L << 40, 1L << 56, 0x7FFF_FFFF_FFFF_F000, 0x0101_0101_0101_0101,
    ];

    /// <summary>Damages that were read.</summary>
    public int Count { get; private set; }

    /// <summary>Damages that a reader refused.</summary>
    public int RefusedCount { get; private set; }

    /// <summary>Each bit of the first bytes of the file and of every section, and of the directory, the other way round; and each byte set to its extremes.</summary>
    /// <param name="headLength">Bytes at the start of each section.</param>
    public void SweepHeads(int headLength)
    {
        using var file = new DamagedFile(create(original));
        using var plain = new DamagedFile(create(original), fixChecksums: false);
        foreach (long offset in HeadOffsets(file, headLength))
        {
            byte value = original[offset];
            IEnumerable<byte> changes = Enumerable.Range(0, 8).Select(bit => (byte)(value ^ (1 << bit))).Append((byte)0).Append((byte)0xFF).Where(b => b != value);
            foreach (byte change in changes)
            {
                Try(file, offset, change);
                Try(plain, offset, change);
            }
        }
    }

    /// <summary>The file cut after every byte, as it is and with a length in the header that fits.</summary>
    /// <param name="step">Distance of the cuts behind the header.</param>
    public void SweepTruncations(int step)
    {
        for (int length = 0; length < original.Length; length += length < 256 ? 1 : step)
        {
            using MemoryRegion region = create(original[..length]);
            Read(region);
            if (length >= FileHeader.Size)
            {
                BitConverter.TryWriteBytes(region.View.AsWritableSpan()[16..], (long)length);
                ulong checksum = XxHash3.Hash64(region.View.AsSpan()[..FileHeader.ChecksummedLength]);
                BitConverter.TryWriteBytes(region.View.AsWritableSpan()[FileHeader.ChecksummedLength..], checksum);
                Read(region);
            }
        }
    }

    /// <summary>Random places of the sections overwritten with random bytes or hostile numbers, one to three at a time.</summary>
    public void SweepStomps(int seed, int count)
    {
        using var file = new DamagedFile(create(original));
        FileSection[] targets = [.. file.Sections.Where(s => s.Kind != SectionKind.BlockChecksums && s.Length > 0)];
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            for (int stomps = random.Next(1, 4); stomps > 0; stomps--)
            {
                FileSection section = targets[random.Next(targets.Length)];
                int width = 1 << random.Next(4);
                int offset = (int)(section.Offset + random.NextInt64(Math.Max(1, section.Length - width)));
                offset = random.Next(2) == 0 ? offset & -width : offset;
                long value = random.Next(3) == 0 ? random.NextInt64() : s_hostile[random.Next(s_hostile.Length)];
                BitConverter.GetBytes(value).AsSpan(0, width).CopyTo(file.Bytes[offset..]);
            }

            file.FixChecksums();
            Read(file.Region);
            original.CopyTo(file.Bytes);
        }
    }

    private static IEnumerable<long> HeadOffsets(DamagedFile file, int headLength)
    {
        foreach (int offset in Enumerable.Range(0, FileHeader.Size))
        {
            yield return offset;
        }

        foreach (FileSection section in file.Sections)
        {
            for (long offset = 0; offset < Math.Min(section.Length, headLength); offset++)
            {
                yield return section.Offset + offset;
            }
        }

        long directory = file.Sections[^1].Offset + file.Sections[^1].Length;
        for (long offset = directory; offset < file.Region.Length; offset++)
        {
            yield return offset;
        }
    }

    private void Try(DamagedFile file, long offset, byte value)
    {
        file.Change(offset, _ => value);
        Read(file.Region);
        original.CopyTo(file.Bytes);
    }

    private void Read(MemoryRegion region)
    {
        // The bytes are those of another file each time: what was known of the last one's types is forgotten.
        region.Annotation = null;
        VerificationReport report = FileVerifier.Verify(region);
        Exception? refusal = EverythingReader.Read(region, isDynamic: true);
        Exception? typedRefusal = EverythingReader.Read(region, isDynamic: false);
        Count++;
        RefusedCount += refusal is null && typedRefusal is null ? 0 : 1;
        if (report.IsValid && refusal is CorruptBufferException)
        {
            throw new InvalidOperationException($"the verifier found nothing wrong with damage {Count} ({string.Join(", ", Differences(region))}), a reader did", refusal);
        }
    }

    private IEnumerable<string> Differences(MemoryRegion region)
    {
        byte[] bytes = region.View.AsSpan().ToArray();
        return Enumerable.Range(FileHeader.Size, Math.Min(bytes.Length, original.Length) - FileHeader.Size).Where(i => bytes[i] != original[i]).Take(20).Select(i => $"{i}: {original[i]:x2} -> {bytes[i]:x2}");
    }
}
