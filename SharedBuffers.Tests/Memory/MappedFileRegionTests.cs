using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Memory;

/// <summary>Regions over files, mapped and copied: which bytes they show, and what becomes of them when the file changes.</summary>
public sealed class MappedFileRegionTests
{
    private const long FourGiB = 1L << 32;

    private static readonly byte[] s_content = CreateContent(20_000);

    private TemporaryFolder _folder = null!;
    private string _path = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _path = _folder["data.bin"];
        File.WriteAllBytes(_path, s_content);
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void OpenFile_AnyOffsetAndLength_ShowsThoseBytes(
        [Values] LoadMode mode,
        [Values(0, 1, 7, 4095, 4096, 4097, 11_807)] int offset,
        [Values(1, 100, 4096, 8193, -1)] int length)
    {
        int available = s_content.Length - offset;
        using MemoryRegion region = MemoryRegion.OpenFile(_path, mode, offset: offset, length: length < 0 ? null : length);
        int expected = length < 0 ? available : length;
        Assert.That(region.Length, Is.EqualTo(expected));
        Assert.That(region.Name, Is.EqualTo(_path));
        Assert.That(region.IsWritable, Is.False);
        Assert.That(region.View.AsSpan().SequenceEqual(s_content.AsSpan(offset, expected)), Is.True);
        Assert.That(region.View.Read<byte>(expected - 1), Is.EqualTo(s_content[offset + expected - 1]));
        Assert.That(() => region.View.Read<byte>(expected), Throws.TypeOf<CorruptBufferException>(), "what follows in the file is not part of the region");
    }

    [Test]
    public void OpenFile_BeyondFourGiB_ShowsThoseBytes([Values] LoadMode mode)
    {
        string path = _folder["sparse.bin"];
        using (FileStream stream = File.Create(path))
        {
            stream.SetLength(FourGiB + 10_000);
            stream.Position = FourGiB + 5000;
            stream.Write([1, 2, 3, 4, 5, 6, 7, 8]);
        }

        using (MemoryRegion part = MemoryRegion.OpenFile(path, mode, offset: FourGiB + 4999, length: 10))
        {
            Assert.That(part.View.AsSpan().ToArray(), Is.EqualTo(new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 0 }));
        }

        if (mode == LoadMode.Map)
        {
            using MemoryRegion whole = MemoryRegion.OpenFile(path);
            Assert.That(whole.Length, Is.EqualTo(FourGiB + 10_000));
            Assert.That(whole.View.Read<ulong>(FourGiB + 5000), Is.EqualTo(0x0807060504030201UL));
            Assert.That(whole.View.Slice(FourGiB).Read<byte>(5007), Is.EqualTo(8));
            Assert.That(() => whole.View.Read<ulong>(FourGiB + 9993), Throws.TypeOf<CorruptBufferException>());
            Assert.That(() => whole.View.AsSpan(), Throws.InvalidOperationException.With.Message.Contains("does not fit a span"));
        }
    }

    [Test]
    public void OpenFile_RenamedOver_OldRegionKeepsTheOldBytes([Values] LoadMode mode)
    {
        using MemoryRegion old = MemoryRegion.OpenFile(_path, mode);
        string next = _folder["next.bin"];
        File.WriteAllBytes(next, new byte[100]);
        File.Move(next, _path, overwrite: true);

        using MemoryRegion current = MemoryRegion.OpenFile(_path, mode);
        Assert.That(current.Length, Is.EqualTo(100));
        Assert.That(old.View.AsSpan().SequenceEqual(s_content), Is.True);
    }

    [Test]
    public void OpenFile_Deleted_RegionKeepsTheBytes()
    {
        using MemoryRegion region = MemoryRegion.OpenFile(_path);
        File.Delete(_path);
        Assert.That(region.View.AsSpan().SequenceEqual(s_content), Is.True);
    }

    [Test]
    public void OpenFile_CopyTruncatedLater_KeepsTheBytes()
    {
        using MemoryRegion region = MemoryRegion.OpenFile(_path, LoadMode.Copy);
        File.WriteAllBytes(_path, [1]);
        Assert.That(region.View.AsSpan().SequenceEqual(s_content), Is.True);
    }

    [Test]
    public void OpenFile_ReadWrite_ChangesReachTheFileAndOtherRegions()
    {
        using (MemoryRegion region = MemoryRegion.OpenFile(_path, access: MapAccess.ReadWrite))
        using (MemoryRegion reader = MemoryRegion.OpenFile(_path, access: MapAccess.ReadWrite, offset: 4097))
        {
            Assert.That(region.IsWritable, Is.True);
            region.View.Slice(4097, 4).AsWritableSpan().Fill(0xEE);
            Assert.That(reader.View.Read<uint>(0), Is.EqualTo(0xEEEEEEEE));
        }

        Assert.That(File.ReadAllBytes(_path)[4097..4101], Is.EqualTo(new byte[] { 0xEE, 0xEE, 0xEE, 0xEE }));
        Assert.That(new FileInfo(_path).Length, Is.EqualTo(s_content.Length), "a mapping never grows its file");
    }

    [Test]
    public void AsWritableSpan_ReadOnlyRegion_Throws([Values] LoadMode mode)
    {
        using MemoryRegion region = MemoryRegion.OpenFile(_path, mode);
        Assert.That(() => region.View.AsWritableSpan(), Throws.TypeOf<NotSupportedException>().With.Message.Contains("ReadWrite"));
    }

    [Test]
    public void OpenFile_TwiceAtTheSameTime_BothRead()
    {
        using MemoryRegion first = MemoryRegion.OpenFile(_path);
        using MemoryRegion second = MemoryRegion.OpenFile(_path);
        first.Dispose();
        Assert.That(second.View.AsSpan().SequenceEqual(s_content), Is.True);
    }

    private static byte[] CreateContent(int length)
    {
        byte[] bytes = new byte[length];
        new Random(17).NextBytes(bytes);
        return bytes;
    }
}
