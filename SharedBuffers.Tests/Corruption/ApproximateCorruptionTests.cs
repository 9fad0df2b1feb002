using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;
using SharedBuffers.Tests.Verification;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Corruption;

/// <summary>A small file of the mapper without keys, damaged at every byte and cut at every length: every member gives values or says that the file is damaged.</summary>
public sealed class ApproximateCorruptionTests
{
    private const int Count = 9;

    private static readonly string[] s_keys = [.. Enumerable.Range(0, Count + 40).Select(i => $"key {i}"), "", new string('k', 300)];

    [Test]
    public void Table_EveryByteSetToEveryValue_ValuesOrCorrupt([Values(8, 24, 64)] int bits)
    {
        byte[] table = Table(bits);
        using MemoryRegion region = MemoryRegion.CopyOf(table);
        int refused = 0;
        for (int offset = 0; offset < table.Length; offset++)
        {
            for (int value = 0; value < 256; value += offset < HashTableHeader.Size + 40 ? 1 : 5)
            {
                region.View.AsWritableSpan()[offset] = (byte)value;
                refused += IsRefused(region.View) ? 1 : 0;
            }

            region.View.AsWritableSpan()[offset] = table[offset];
        }

        Assert.That(refused, Is.GreaterThan(5000));
        Assert.That(IsRefused(region.View), Is.False);
    }

    [Test]
    public void Table_CutAtEveryLength_IsCorrupt([Values(8, 24, 64)] int bits)
    {
        byte[] table = Table(bits);
        for (int length = 0; length < table.Length; length++)
        {
            using MemoryRegion region = MemoryRegion.CopyOf(table.AsSpan(0, length));
            Assert.That(() => ApproximateStringIdMultiMapper.Open(region.View), Throws.TypeOf<CorruptBufferException>(), $"cut at {length} of {table.Length}");
        }
    }

    [Test]
    public void File_EveryByteChanged_VerifierFindsIt()
    {
        using var folder = new TemporaryFolder();
        SampleFiles.WriteApproximate(folder["a.sbuf"], Count);
        byte[] original = File.ReadAllBytes(folder["a.sbuf"]);
        using MemoryRegion region = MemoryRegion.CopyOf(original);
        for (int offset = 0; offset < original.Length; offset++)
        {
            foreach (byte change in new byte[] { 1, 0x80, 0xFF })
            {
                region.View.AsWritableSpan()[offset] ^= change;
                bool isValid = FileVerifier.Verify(region).IsValid;
                region.View.AsWritableSpan()[offset] = original[offset];
                Assert.That(isValid, Is.False, $"byte {offset} of {original.Length}, change {change:x2}");
            }
        }

        Assert.That(FileVerifier.Verify(region).Findings, Is.Empty);
    }

    [Test]
    public void File_EveryByteOfTheTableChangedAndChecksumsMadeToFit_WhatTheVerifierPassesIsRead()
    {
        using var folder = new TemporaryFolder();
        SampleFiles.WriteApproximate(folder["a.sbuf"], Count);
        using var file = new DamagedFile(folder["a.sbuf"]);
        int found = file.ChangeEveryByte(SectionKind.IdMapper, (view, what) => Assert.That(IsRefused(view), Is.False, what));

        // Fingerprints and values may be any; everything else of the table follows from something.
        Assert.That(found, Is.GreaterThan(4 * HashTableHeader.Size));
    }

    [Test]
    public void File_CutAtEveryLength_IsCorrupt()
    {
        using var folder = new TemporaryFolder();
        SampleFiles.WriteApproximate(folder["a.sbuf"], Count);
        byte[] original = File.ReadAllBytes(folder["a.sbuf"]);
        for (int length = 0; length < original.Length; length++)
        {
            using MemoryRegion region = MemoryRegion.CopyOf(original.AsSpan(0, length));
            Assert.That(() => BufferFile.Open(region, ownsRegion: false), Throws.TypeOf<CorruptBufferException>(), $"cut at {length} of {original.Length}");
        }
    }

    private static bool IsRefused(BufferView view)
    {
        try
        {
            TableSweep.ReadApproximate(view, s_keys);
            return false;
        }
        catch (CorruptBufferException)
        {
            return true;
        }
    }

    private static byte[] Table(int bits)
    {
        using var folder = new TemporaryFolder();
        SampleFiles.WriteApproximate(folder["a.sbuf"], Count, bits);
        using BufferFile file = BufferFile.Open(folder["a.sbuf"]);
        return file.GetView(SectionKind.IdMapper, "").AsSpan().ToArray();
    }
}
