using System.Diagnostics;
using System.Globalization;
using NUnit.Framework;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Collections;

/// <summary>Files between processes: one publishes while another reads, one is built without vector instructions, one runs out of disk.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PublicationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Publish_WhileAnotherProcessReads_ItSeesWholeVersionsOnly()
    {
        const int LeastVersions = 20;
        string path = _folder["a.sbuf"];
        PublicationScenarios.WriteVersion(path, 0);
        long version = 0;
        Task<ChildProcess> child = Task.Run(() => ChildScenarios.Start(nameof(PublicationScenarios.Read), [path, long.MaxValue.ToString(CultureInfo.InvariantCulture)]));
        var time = Stopwatch.StartNew();
        while ((version < LeastVersions || time.Elapsed < TimeSpan.FromSeconds(1.5)) && !child.IsCompleted)
        {
            PublicationScenarios.WriteVersion(path, ++version);
        }

        PublicationScenarios.WriteVersion(path, long.MaxValue);
        ChildProcess result = await child;
        Assert.That(result.ExitCode, Is.EqualTo(ChildScenarios.Success), result.Error);
        Assert.That(int.Parse(result.Output.Split(' ')[0], CultureInfo.InvariantCulture), Is.GreaterThan(1), result.Output);
        Assert.That(_folder.FileNames, Is.EqualTo(new[] { "a.sbuf" }));
    }

    [Test]
    public void Publish_WithoutVectorInstructions_SameBytes()
    {
        ChildProcess with = ChildScenarios.Start(nameof(PublicationScenarios.Build), [_folder["a.sbuf"]]);
        ChildProcess without = ChildScenarios.Start(nameof(PublicationScenarios.Build), [_folder["b.sbuf"]], ("DOTNET_EnableHWIntrinsic", "0"));
        Assert.Multiple(() =>
        {
            Assert.That(with.ExitCode, Is.EqualTo(ChildScenarios.Success), with.Error);
            Assert.That(without.ExitCode, Is.EqualTo(ChildScenarios.Success), without.Error);
            Assert.That(without.Output, Is.EqualTo(with.Output));
            Assert.That(File.ReadAllBytes(_folder["b.sbuf"]).AsSpan().SequenceEqual(File.ReadAllBytes(_folder["a.sbuf"])));
        });
    }

    [TestCase(300_000)]
    [TestCase(8_000_000)]
    [Platform(Exclude = "Win", Reason = "limits of Unix")]
    public void Publish_DiskIsFull_LeavesTheOldFileAndNothingElse(int limit)
    {
        string path = _folder["a.sbuf"];
        File.WriteAllText(path, "the old file");
        ChildProcess child = ChildScenarios.Start(nameof(PublicationScenarios.FillDisk), [path, limit.ToString(CultureInfo.InvariantCulture)]);
        Assert.Multiple(() =>
        {
            Assert.That(child.ExitCode, Is.EqualTo(ChildScenarios.Success), child.Output + child.Error);
            Assert.That(_folder.FileNames, Is.EqualTo(new[] { "a.sbuf" }));
            Assert.That(File.ReadAllText(path), Is.EqualTo("the old file"));
        });
    }
}
