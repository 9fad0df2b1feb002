using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Collections;

/// <summary>Builds of every kind that fail in every way: the error says why, the old file stays, and nothing is left behind, open or mapped.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BuilderFailureTests : IDisposable
{
    private const string Name = "a.sbuf";
    private const string OldContent = "the old file";

    /// <summary>Reports of a build, at most, after which it is cancelled: spread over all phases.</summary>
    private const int CancelledReports = 4;

    private readonly TemporaryFolder _folder = new();

    public BuilderFailureTests() => File.WriteAllText(_folder[Name], OldContent);

    public static IEnumerable<string> Kinds => BuilderKinds.All.Keys;

    private BuildRequest Request => new(_folder[Name]);

    public void Dispose() => _folder.Dispose();

    [TestCaseSource(nameof(Kinds))]
    public void Publish_TemporaryFolderMissing_NamesItAndLeavesNothing(string kind)
    {
        string missing = _folder["missing"];
        Assert.That(() => BuilderKinds.All[kind](Request with { TempDirectory = missing }), Throws.TypeOf<DirectoryNotFoundException>().With.Message.Contains(missing));
        CheckNothingLeft();
    }

    [TestCaseSource(nameof(Kinds))]
    public void Publish_FolderMissing_NamesItAndLeavesNothing(string kind)
    {
        string missing = _folder["missing"];
        BuildRequest request = new(Path.Combine(missing, Name)) { Count = 10 };
        Assert.That(() => BuilderKinds.All[kind](request), Throws.TypeOf<DirectoryNotFoundException>().With.Message.Contains(missing));
        CheckNothingLeft();
    }

    [TestCaseSource(nameof(Kinds))]
    public void Publish_PathIsAFolder_ThrowsAndLeavesNothing(string kind)
    {
        string path = Directory.CreateDirectory(_folder["folder"]).FullName;
        Assert.That(() => BuilderKinds.All[kind](new BuildRequest(path) { Count = 10 }), Throws.TypeOf<IOException>().With.Message.Contains(path));
        Assert.That(Directory.GetFileSystemEntries(path), Is.Empty);
        CheckNothingLeft();
    }

    [TestCaseSource(nameof(Kinds))]
    public void Publish_SourceThrows_PassesThroughAndLeavesNothing(string kind)
    {
        foreach (int at in new[] { 0, BuildRequest.SpillingCount - 1 })
        {
            Assert.That(() => BuilderKinds.All[kind](Request with { ThrowsAt = at }), Throws.TypeOf<FormatException>().With.Message.Contains($"line {at}"));
            CheckNothingLeft();
        }
    }

    [TestCaseSource(nameof(Kinds))]
    public void Publish_CancelledInAnyPhase_ThrowsAndLeavesNothing(string kind)
    {
        var fractions = new List<double>();
        BuilderKinds.All[kind](new BuildRequest(_folder["whole.sbuf"]) { Progress = new InlineProgress<WorkProgress>(p => fractions.Add(p.Fraction ?? 0)) });
        foreach (string file in _folder.FileNames.Where(n => n != Name))
        {
            File.Delete(_folder[file]);
        }

        // The last report of an index comes when all work is done.
        int reports = fractions.Count - (fractions[^1] == 1 ? 1 : 0);
        Assert.That(reports, Is.GreaterThan(0));
        for (int n = 0; n < CancelledReports; n++)
        {
            int cancelled = (int)((long)reports * n / CancelledReports);
            using var cancellation = new CancellationTokenSource();
            int report = 0;
            var progress = new InlineProgress<WorkProgress>(_ =>
            {
                if (report++ == cancelled)
                {
                    cancellation.Cancel();
                }
            });
            Assert.That(
                () => BuilderKinds.All[kind](Request with { Progress = progress, CancellationToken = cancellation.Token }),
                Throws.InstanceOf<OperationCanceledException>(),
                $"report {cancelled} of {reports}");
            CheckNothingLeft();
        }
    }

    [Test]
    public void Publish_AfterASpillThatFailed_RefusesAndLeavesNothing()
    {
        using StringIdMapperBuilder mapper = StringIdMapper.CreateBuilder(new IndexBuildOptions { MemoryBudget = IndexBuildOptions.LeastMemoryBudget, TempDirectory = _folder["missing"] });
        using MappedArrayBuilder<Pair> array = MappedArray.CreateBuilder<Pair>(_folder["b.sbuf"], Request.Options with { TempDirectory = _folder["missing"] });
        AddUntilItFails(i => mapper.Add($"key {i}", (ulong)i));
        AddUntilItFails(i => array.Add(new Pair { Left = i }));
        Assert.Multiple(() =>
        {
            Assert.That(() => mapper.Publish(_folder[Name]), Throws.InvalidOperationException);
            Assert.That(array.Publish, Throws.InvalidOperationException);
        });
        mapper.Dispose();
        array.Dispose();
        CheckNothingLeft();
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "limits of Unix")]
    public void Publish_DiskIsFull_LeavesTheOldFilesAndNothingElse() => CheckScenario(nameof(BuilderFailureScenarios.FillDiskByAnyBuild), _folder[Name]);

    [Test]
    [Platform(Exclude = "Win", Reason = "users of Unix")]
    public void Publish_FoldersMayNotBeWritten_SaysSoAndLeavesNothing()
    {
        using var elsewhere = new TemporaryFolder();
        BuilderFailureScenarios.SetMode(_folder.Root, (UnixFileMode)0b101_101_101);
        try
        {
            CheckScenario(nameof(BuilderFailureScenarios.BuildWithoutPermission), _folder[Name], elsewhere.Root);
        }
        finally
        {
            BuilderFailureScenarios.SetMode(_folder.Root, (UnixFileMode)0b111_000_000);
        }
    }

    private static void AddUntilItFails(Action<int> add) =>
        Assert.That(() =>
        {
            for (int i = 0; i < BuildRequest.SpillingCount; i++)
            {
                add(i);
            }
        }, Throws.TypeOf<DirectoryNotFoundException>());

    private void CheckScenario(string scenario, params string[] arguments)
    {
        ChildProcess child = ChildScenarios.Start(scenario, arguments);
        Assert.That(child.ExitCode, Is.EqualTo(ChildScenarios.Success), child.Output + child.Error);
        CheckNothingLeft();
    }

    private void CheckNothingLeft()
    {
        Assert.That(BuilderFailureScenarios.WhatIsLeft(_folder.Root), Is.EqualTo(new[] { _folder[Name] }));
        Assert.That(File.ReadAllText(_folder[Name]), Is.EqualTo(OldContent));
    }
}
