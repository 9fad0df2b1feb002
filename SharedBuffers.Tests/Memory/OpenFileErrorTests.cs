using System.Runtime.Versioning;
using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Memory;

/// <summary>Everything that can be wrong with a path or a range has an exception of its own that names the file.</summary>
public sealed class OpenFileErrorTests
{
    private TemporaryFolder _folder = null!;
    private string _path = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _path = _folder["data.bin"];
        File.WriteAllBytes(_path, new byte[100]);
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void OpenFile_Missing_Throws([Values] LoadMode mode) =>
        Assert.That(() => MemoryRegion.OpenFile(_folder["no.bin"], mode), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("no.bin"));

    [Test]
    public void OpenFile_MissingFolder_Throws([Values] LoadMode mode) =>
        Assert.That(() => MemoryRegion.OpenFile(Path.Combine(_folder["none"], "data.bin"), mode), Throws.TypeOf<DirectoryNotFoundException>().With.Message.Contains("none"));

    [Test]
    public void OpenFile_Directory_Throws([Values] LoadMode mode) =>
        Assert.That(() => MemoryRegion.OpenFile(_folder.Root, mode), Throws.TypeOf<IOException>().With.Message.Contains("is a directory"));

    [Test]
    public void OpenFile_Empty_Throws([Values] LoadMode mode)
    {
        string path = _folder["empty.bin"];
        File.WriteAllBytes(path, []);
        Assert.That(() => MemoryRegion.OpenFile(path, mode), Throws.TypeOf<CorruptBufferException>().With.Message.Contains("empty.bin' is empty"));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has other permissions.")]
    [UnsupportedOSPlatform("windows")]
    public void OpenFile_WithoutPermission_Throws()
    {
        File.SetUnixFileMode(_path, UnixFileMode.None);
        if (Environment.IsPrivilegedProcess)
        {
            // root may read everything: a child that gives its rights up may not.
            ChildProcess child = ChildScenarios.Start(nameof(PermissionScenario), [_path, _folder.Root]);
            Assert.That(child.ExitCode, Is.EqualTo(ChildScenarios.Success), child.Output + child.Error);
            return;
        }

        Assert.That(PermissionScenario.Open(_path), Is.Null);
    }

    [TestCase(100L, null)]
    [TestCase(101L, null)]
    [TestCase(0L, 101L)]
    [TestCase(99L, 2L)]
    [TestCase(1L, long.MaxValue)]
    [TestCase(long.MaxValue, null)]
    [TestCase(long.MaxValue, long.MaxValue)]
    public void OpenFile_RangeBeyondTheEnd_Throws(long offset, long? length)
    {
        foreach (LoadMode mode in Enum.GetValues<LoadMode>())
        {
            Assert.That(
                () => MemoryRegion.OpenFile(_path, mode, offset: offset, length: length),
                Throws.TypeOf<CorruptBufferException>().With.Message.Contains("has 100 bytes").And.Message.Contains("data.bin").And.Property("Offset").EqualTo(offset));
        }
    }

    [Test]
    public void OpenFile_WrongArguments_Throws()
    {
        Assert.That(() => MemoryRegion.OpenFile(null!), Throws.ArgumentNullException);
        Assert.That(() => MemoryRegion.OpenFile(""), Throws.ArgumentException);
        Assert.That(() => MemoryRegion.OpenFile(_path, offset: -1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => MemoryRegion.OpenFile(_path, length: 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => MemoryRegion.OpenFile(_path, length: -1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => MemoryRegion.OpenFile(_path, (LoadMode)9), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => MemoryRegion.OpenFile(_path, LoadMode.Copy, MapAccess.ReadWrite), Throws.ArgumentException.With.Message.Contains("copy"));
    }

    [Test]
    public void OpenFile_Failure_LeavesTheFileClosed()
    {
        Assert.That(() => MemoryRegion.OpenFile(_path, offset: 200), Throws.TypeOf<CorruptBufferException>());
        Assert.That(() => { using FileStream exclusive = new(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.None); }, Throws.Nothing);
    }
}
