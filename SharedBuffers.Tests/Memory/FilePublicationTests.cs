using System.Net.Sockets;
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

    [TestCase("fifo", "a FIFO")]
    [TestCase("socket", "a socket")]
    [TestCase("device", "a character device")]
    [Platform("Linux", Reason = "Linux tells what a file is")]
    public void New_NoRegularFile_ThrowsAndLeavesItAlone(string name, string kind)
    {
        using Socket? socket = MakeSpecial(name);
        Assert.Multiple(() =>
        {
            Assert.That(() => new FilePublication(_folder[name]), Throws.TypeOf<IOException>().With.Message.Contains($"is {kind}: a file cannot be published there"));
            Assert.That(SpecialFile.Describe(_folder[name]), Is.EqualTo(kind));
            Assert.That(_folder.FileNames, Is.EqualTo(new[] { name }));
        });
    }

    [Test]
    [Platform("Linux", Reason = "Linux tells what a file is")]
    public void Publish_DestinationBecameAFifo_ThrowsAndLeavesItAlone()
    {
        using (var publication = new FilePublication(_folder["fifo"]))
        {
            using Socket? none = MakeSpecial("fifo");
            Assert.That(publication.Publish, Throws.TypeOf<IOException>().With.Message.Contains("a FIFO"));
        }

        Assert.That(_folder.FileNames, Is.EqualTo(new[] { "fifo" }));
        Assert.That(SpecialFile.Describe(_folder["fifo"]), Is.EqualTo("a FIFO"));
    }

    [Test]
    public void Describe_FileOrNothing_IsNull()
    {
        File.WriteAllText(_folder["a"], "");
        Assert.That(SpecialFile.Describe(_folder["a"]), Is.Null);
        Assert.That(SpecialFile.Describe(_folder["none"]), Is.Null);
        Assert.That(SpecialFile.Describe(_folder.Root), Is.EqualTo("a directory"));
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

    // The device is behind a link: should the refusal fail, nothing is renamed over the real one.
    private Socket? MakeSpecial(string name)
    {
        switch (name)
        {
            case "socket":
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                socket.Bind(new UnixDomainSocketEndPoint(_folder[name]));
                return socket;
            case "device":
                File.CreateSymbolicLink(_folder[name], "/dev/null");
                return null;
            default:
                Assume.That(File.Exists("/usr/bin/mkfifo"), "there is no mkfifo");
                Assert.That(ChildProcess.Run("/usr/bin/mkfifo", [_folder[name]]).ExitCode, Is.Zero);
                return null;
        }
    }

    private static void Publish(string path, string content)
    {
        using var publication = new FilePublication(path);
        RandomAccess.Write(publication.Handle, Encoding.UTF8.GetBytes(content), 0);
        publication.Publish();
    }
}
