using System.Text;
using NUnit.Framework;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Memory;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class FilePublicationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Publish_NoOldFile_FileIsThereAndNothingElse()
    {
        Publish(_folder["a"], "new");
        Assert.That(_folder.FileNames, Is.EqualTo(new[] { "a" }));
        Assert.That(File.ReadAllText(_folder["a"]), Is.EqualTo("new"));
    }

    [Test]
    public void Publish_OldFileIsMapped_MappingKeepsTheOldBytes()
    {
        File.WriteAllText(_folder["a"], "old");
        using MemoryRegion region = MemoryRegion.OpenFile(_folder["a"]);
        Publish(_folder["a"], "new and longer");
        Assert.That(Encoding.UTF8.GetString(region.View.AsSpan()), Is.EqualTo("old"));
        Assert.That(File.ReadAllText(_folder["a"]), Is.EqualTo("new and longer"));
    }

    [Test]
    public void Dispose_NotPublished_LeavesTheOldFileAndNothingElse()
    {
        File.WriteAllText(_folder["a"], "old");
        using (var publication = new FilePublication(_folder["a"]))
        {
            RandomAccess.Write(publication.Handle, "new"u8, 0);
            Assert.That(_folder.FileNames, Has.Length.EqualTo(2));
        }

        Assert.That(_folder.FileNames, Is.EqualTo(new[] { "a" }));
        Assert.That(File.ReadAllText(_folder["a"]), Is.EqualTo("old"));
    }

    [Test]
    public void Publish_DestinationBecameAFolder_ThrowsAndLeavesNothing()
    {
        using (var publication = new FilePublication(_folder["a"]))
        {
            Directory.CreateDirectory(_folder["a"]);
            Assert.That(publication.Publish, Throws.InstanceOf<SystemException>());
        }

        Assert.That(_folder.FileNames, Is.Empty);
    }

    [Test]
    public void Publish_Twice_Throws()
    {
        using var publication = new FilePublication(_folder["a"]);
        publication.Publish();
        Assert.That(publication.Publish, Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void New_FolderOrMissingFolder_ThrowsAndSaysSo()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => new FilePublication(_folder.Root), Throws.TypeOf<IOException>().With.Message.Contains("is a directory"));
            Assert.That(() => new FilePublication(_folder["none/a"]), Throws.TypeOf<DirectoryNotFoundException>());
        });
    }

    [Test]
    public void New_VeryLongName_Publishes()
    {
        string name = new('n', 250);
        Publish(_folder[name], "x");
        Assert.That(_folder.FileNames, Is.EqualTo(new[] { name }));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "permissions and symbolic links of Unix")]
    public void Publish_ThroughASymbolicLink_ReplacesTheFileBehindItAndKeepsItsPermissions()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead;
        File.WriteAllText(_folder["real"], "old");
        File.SetUnixFileMode(_folder["real"], Mode);
        File.CreateSymbolicLink(_folder["link"], "real");
        Publish(_folder["link"], "new");
        UnixFileMode mode = File.GetUnixFileMode(_folder["real"]);
        Assert.Multiple(() =>
        {
            Assert.That(new FileInfo(_folder["link"]).LinkTarget, Is.EqualTo("real"));
            Assert.That(File.ReadAllText(_folder["real"]), Is.EqualTo("new"));
            Assert.That(mode, Is.EqualTo(Mode));
            Assert.That(_folder.FileNames, Has.Length.EqualTo(2));
        });
    }

    private static void Publish(string path, string content)
    {
        using var publication = new FilePublication(path);
        RandomAccess.Write(publication.Handle, Encoding.UTF8.GetBytes(content), 0);
        publication.Publish();
    }
}
