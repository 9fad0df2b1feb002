using System.Buffers.Binary;
using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Files;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BufferFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestCase(LoadMode.Map)]
    [TestCase(LoadMode.Copy)]
    public void Open_SeveralSections_ReadsThemBack(LoadMode mode)
    {
        byte[] big = RandomBytes((3 * BufferFile.BlockLength) + 17);
        using (var writer = new BufferFileWriter(_folder["a.sbuf"]))
        {
            writer.AddSection(SectionKind.Schema, "", "schema"u8, 3);
            using (SectionStream rows = writer.BeginSection(SectionKind.Rows, "größe"))
            {
                rows.Write(big, 0, 10);
                rows.WriteByte(big[10]);
                rows.Write(big.AsSpan(11));
                rows.Count = 42;
                Assert.That(rows.Position, Is.EqualTo(big.Length));
            }

            writer.AddSection(SectionKind.UserData, "empty", []);
            writer.AddSection((SectionKind)0x12345, "größe", "own"u8);
            writer.Publish();
        }

        using BufferFile file = BufferFile.Open(_folder["a.sbuf"], mode);
        file.VerifyChecksums();
        Assert.Multiple(() =>
        {
            Assert.That(file.Sections.Select(s => s.Name), Is.EqualTo(new[] { "", "größe", "empty", "größe", "" }));
            Assert.That(file.Sections.Select(s => s.Offset % 4096), Is.All.Zero);
            Assert.That(file.GetSection(SectionKind.Rows, "größe").Count, Is.EqualTo(42));
            Assert.That(file.GetSection(SectionKind.Rows, "größe").BlockCount, Is.EqualTo(4));
            Assert.That(file.GetView(SectionKind.Schema, "").AsSpan().SequenceEqual("schema"u8));
            Assert.That(file.GetView(SectionKind.Rows, "größe").AsSpan().SequenceEqual(big));
            Assert.That(file.GetView(SectionKind.UserData, "empty").Length, Is.Zero);
            Assert.That(file.GetView((SectionKind)0x12345, "größe").AsSpan().SequenceEqual("own"u8));
            Assert.That(file.TryGetSection(SectionKind.Rows, "", out _), Is.False);
            Assert.That(() => file.GetSection(SectionKind.Rows, ""), Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("Rows ''"));
        });
    }

    [Test]
    public void Open_NoSections_HasOnlyTheChecksums()
    {
        using (var writer = new BufferFileWriter(_folder["a.sbuf"]))
        {
            writer.Publish();
        }

        using BufferFile file = BufferFile.Open(_folder["a.sbuf"]);
        file.VerifyChecksums();
        Assert.That(file.Sections, Has.Count.EqualTo(1));
    }

    [Test]
    public void Open_FileInsideAnotherFile_ReadsIt()
    {
        byte[] bytes = SmallFile();
        File.WriteAllBytes(_folder["outer"], [1, 2, 3, .. bytes, 4, 5]);
        using BufferFile file = BufferFile.Open(_folder["outer"], offset: 3, length: bytes.Length);
        file.VerifyChecksums();
        Assert.That(file.GetView(SectionKind.UserData, "hello").AsSpan().SequenceEqual("world"u8));
    }

    [Test]
    public void Publish_SameSections_SameBytesAndId()
    {
        byte[] first = SmallFile();
        byte[] second = SmallFile();
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void FileId_OneByteOfASectionDiffers_Differs()
    {
        ulong Write(byte last)
        {
            using var writer = new BufferFileWriter(_folder["a.sbuf"]);
            writer.AddSection(SectionKind.UserData, "", [1, 2, last]);
            writer.Publish();
            return writer.FileId;
        }

        ulong first = Write(3);
        Assert.That(Write(4), Is.Not.EqualTo(first));
        Assert.That(Write(3), Is.EqualTo(first));
        using BufferFile file = BufferFile.Open(_folder["a.sbuf"]);
        Assert.That(file.FileId, Is.EqualTo(first));
    }

    [Test]
    public void Open_WhatIsNoNativeFile_EachCauseHasItsMessage()
    {
        byte[] good = SmallFile();
        string path = _folder["bad.sbuf"];
        void Expect<T>(byte[]? bytes, string message)
            where T : Exception
        {
            if (bytes is not null)
            {
                File.WriteAllBytes(path, bytes);
            }

            Assert.That(() => BufferFile.Open(path).Dispose(), Throws.TypeOf<T>().With.Message.Contains(message));
        }

        byte[] Changed(int offset, params byte[] patch)
        {
            byte[] copy = [.. good];
            patch.CopyTo(copy, offset);
            return copy;
        }

        Assert.Multiple(() =>
        {
            Assert.That(() => BufferFile.Open(_folder["none.sbuf"]), Throws.TypeOf<FileNotFoundException>());
            Assert.That(() => BufferFile.Open(_folder.Root), Throws.TypeOf<IOException>().With.Message.Contains("is a directory"));
            Expect<CorruptBufferException>([], "is empty");
            Expect<CorruptBufferException>("SBUF"u8.ToArray(), "less than the header");
            Expect<CorruptBufferException>(good[..63], "less than the header");
            Expect<CorruptBufferException>("PK\u0003\u0004aaaaaaa"u8.ToArray(), "not a native SharedBuffers file");
            Expect<CorruptBufferException>(Changed(0, 0), "not a native SharedBuffers file");
            Expect<CorruptBufferException>(Changed(4, 0x0A, 0x1A, 0x0A), "text mode");
            Expect<CorruptBufferException>(Changed(0, [0x0A, 0x1A, 0x0A, 0x0D, 0x46, 0x55, 0x42, 0x53]), "big-endian");
            Expect<CorruptBufferException>(Changed(8, 7, 0, 2, 0), "format version 7 and needs a reader of version 2");
            Expect<CorruptBufferException>(Changed(16, 1), "checksum of the header");
            Expect<CorruptBufferException>(Changed(good.Length - 1, 0), "checksum of the directory");
            Expect<CorruptBufferException>(good[..^1], "is truncated");
            Expect<CorruptBufferException>([.. good, 0], "longer than its header says");
            Expect<CorruptBufferException>(Sealed(Changed(8, 0, 0)), "versions");
            Expect<CorruptBufferException>(Sealed(Changed(14, 1)), "features that this library does not know");
        });
    }

    [Test]
    public void Open_NewerVersionThatOldReadersCanRead_Opens()
    {
        byte[] bytes = SmallFile();
        bytes[8] = 9;
        bytes[12] = 1;
        File.WriteAllBytes(_folder["a.sbuf"], Sealed(bytes));
        using BufferFile file = BufferFile.Open(_folder["a.sbuf"]);
        Assert.That(file.FormatVersion, Is.EqualTo(9));
    }

    [Test]
    public void Open_EveryTruncation_Throws()
    {
        byte[] good = SmallFile();
        Assert.Multiple(() =>
        {
            for (int length = 0; length < good.Length; length++)
            {
                using MemoryRegion region = MemoryRegion.CopyOf(good.AsSpan(0, length));
                Assert.That(() => BufferFile.Open(region), Throws.TypeOf<CorruptBufferException>(), $"{length} bytes");
            }
        });
    }

    [Test]
    public void OpenAndVerify_EveryBitFlipped_Throws()
    {
        byte[] good = SmallFile();
        using MemoryRegion region = MemoryRegion.CopyOf(good);
        Span<byte> bytes = region.View.AsWritableSpan();
        int[] offsets = [.. Enumerable.Range(0, 80), .. Enumerable.Range(4096, 16), .. Enumerable.Range(8192, good.Length - 8192)];
        foreach (int offset in offsets)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                bytes[offset] ^= (byte)(1 << bit);
                Assert.That(
                    () =>
                    {
                        using BufferFile file = BufferFile.Open(region, ownsRegion: false);
                        file.VerifyChecksums();
                    },
                    Throws.TypeOf<CorruptBufferException>(),
                    $"bit {bit} of byte {offset}");
                bytes[offset] ^= (byte)(1 << bit);
            }
        }

        using BufferFile whole = BufferFile.Open(region, ownsRegion: false);
        Assert.That(() => whole.VerifyChecksums(), Throws.Nothing);
    }

    /// <summary>A hostile file has checksums that fit: then the fields themselves must be checked.</summary>
    [Test]
    public void Open_HostileFieldsWithGoodChecksums_ThrowsCorrupt()
    {
        byte[] good = SmallFile();
        int directory = (int)BinaryPrimitives.ReadInt64LittleEndian(good.AsSpan(24));
        ulong[] values = [0, 1, 7, 4095, 4096, 8192, int.MaxValue, uint.MaxValue, long.MaxValue, long.MaxValue - 4095, ulong.MaxValue, 1UL << 63];
        int[] words = [16, 24, 32, 48, .. Enumerable.Range(0, 16).Select(i => directory + (8 * i))];
        int opened = 0;
        foreach (int word in words)
        {
            foreach (ulong value in values)
            {
                byte[] bytes = [.. good];
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(word), value);
                using MemoryRegion region = MemoryRegion.CopyOf(Sealed(bytes));
                try
                {
                    using BufferFile file = BufferFile.Open(region, ownsRegion: false);
                    opened++;
                    foreach (FileSection section in file.Sections)
                    {
                        Assert.That(section.Offset + section.Length, Is.LessThanOrEqualTo(good.Length));
                        _ = file.GetView(section).AsSpan().Length;
                    }

                    file.VerifyChecksums();
                }
                catch (CorruptBufferException)
                {
                    // The other allowed outcome.
                    continue;
                }
            }
        }

        Assert.That(opened, Is.InRange(words.Length, words.Length * values.Length / 2), "checksums, counts and reserved fields open; offsets, lengths and names do not");
    }

    [Test]
    public void VerifyChecksums_Cancelled_Throws()
    {
        byte[] bytes = SmallFile();
        using BufferFile file = BufferFile.Open(MemoryRegion.CopyOf(bytes));
        Assert.That(() => file.VerifyChecksums(cancellation: new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void VerifyChecksums_Progress_EndsAtTheTotal()
    {
        using BufferFile file = BufferFile.Open(MemoryRegion.CopyOf(SmallFile()));
        var reports = new List<WorkProgress>();
        file.VerifyChecksums(new InlineProgress<WorkProgress>(reports.Add));
        Assert.Multiple(() =>
        {
            Assert.That(reports.Select(r => r.Done), Is.Ordered);
            Assert.That(reports[^1].Fraction, Is.EqualTo(1));
        });
    }

    [Test]
    public void GetView_AfterDispose_ThrowsObjectDisposed()
    {
        BufferFile file = BufferFile.Open(MemoryRegion.CopyOf(SmallFile()));
        BufferView view = file.GetView(SectionKind.UserData, "hello");
        file.Dispose();
        Assert.Multiple(() =>
        {
            Assert.That(() => view.Read<byte>(0), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => file.GetView(SectionKind.UserData, "hello"), Throws.TypeOf<ObjectDisposedException>());
        });
    }

    [Test]
    public void BeginSection_Misuse_Throws()
    {
        using var writer = new BufferFileWriter(_folder["a.sbuf"]);
        SectionStream open = writer.BeginSection(SectionKind.UserData, "a");
        Assert.Multiple(() =>
        {
            Assert.That(() => writer.BeginSection(SectionKind.UserData, "b"), Throws.InvalidOperationException);
            Assert.That(writer.Publish, Throws.InvalidOperationException);
            open.Dispose();
            Assert.That(() => open.WriteByte(1), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => writer.BeginSection(SectionKind.UserData, "a"), Throws.ArgumentException);
            Assert.That(() => writer.BeginSection(SectionKind.BlockChecksums, "a"), Throws.InstanceOf<ArgumentException>());
            Assert.That(() => writer.BeginSection(SectionKind.None, "a"), Throws.InstanceOf<ArgumentException>());
            Assert.That(() => writer.AddSection(SectionKind.UserData, new string('x', 4097), []), Throws.ArgumentException);
            writer.Publish();
            Assert.That(() => writer.BeginSection(SectionKind.UserData, "z"), Throws.TypeOf<ObjectDisposedException>());
        });
    }

    private byte[] SmallFile()
    {
        using (var writer = new BufferFileWriter(_folder["small.sbuf"]))
        {
            writer.AddSection(SectionKind.UserData, "hello", "world"u8, count: 5);
            writer.Publish();
        }

        return File.ReadAllBytes(_folder["small.sbuf"]);
    }

    /// <summary>Makes the checksums of header and directory fit again, as a hostile writer would.</summary>
    private static byte[] Sealed(byte[] file)
    {
        long offset = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(24));
        long length = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(32));
        if (offset >= 64 && length >= 0 && offset <= file.Length - length)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(40), XxHash3.Hash64(file.AsSpan((int)offset, (int)length)));
        }

        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(56), XxHash3.Hash64(file.AsSpan(0, 56)));
        return file;
    }

    private static byte[] RandomBytes(int length)
    {
        byte[] bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
