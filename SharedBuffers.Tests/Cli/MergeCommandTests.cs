using NUnit.Framework;
using SharedBuffers.Cli;
using SharedBuffers.Collections;
using SharedBuffers.Indexes;
using SharedBuffers.Tests.Collections;

namespace SharedBuffers.Tests.Cli;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class MergeCommandTests : CommandLineFixture
{
    [Test]
    public void Merge_DictionaryFiles_HoldsAllRecords()
    {
        BuildFile("a.sbuf", "{\"k\":\"a\",\"n\":1}\n");
        BuildFile("b.sbuf", "{\"k\":\"b\",\"n\":2}\n");

        (int code, _, string error) = Run("merge", Folder["a.sbuf"], Folder["b.sbuf"], "--output", Folder["all.sbuf"]);

        Assert.That(code, Is.EqualTo(ExitCode.Success), error);
        Assert.That(Run("dump", Folder["all.sbuf"]).Output, Is.EqualTo("{\"k\":\"a\",\"n\":1}\n{\"k\":\"b\",\"n\":2}\n"));
        Assert.That(Run("verify", Folder["all.sbuf"]).Code, Is.EqualTo(ExitCode.Success));
    }

    [Test]
    public void Merge_KeyInBothFiles_NamesItOrFollowsThePolicy()
    {
        BuildFile("a.sbuf", "{\"k\":\"same\",\"n\":1}\n");
        BuildFile("b.sbuf", "{\"k\":\"same\",\"n\":2}\n");
        string[] arguments = ["merge", Folder["a.sbuf"], Folder["b.sbuf"], "--output", Folder["all.sbuf"]];

        (int code, _, string error) = Run(arguments);

        Assert.That(code, Is.EqualTo(ExitCode.BadInput));
        Assert.That(error, Does.Contain("same"));
        Assert.That(File.Exists(Folder["all.sbuf"]), Is.False);
        Assert.That(Run([.. arguments, "--duplicates", "last"]).Code, Is.EqualTo(ExitCode.Success));
        Assert.That(Run("get", Folder["all.sbuf"], "same").Output, Is.EqualTo("{\"k\":\"same\",\"n\":2}\n"));
    }

    [Test]
    public void Merge_IdMapperFiles_HoldsAllKeys()
    {
        foreach (string name in new[] { "a", "b" })
        {
            using var builder = StringIdMapper.CreateBuilder();
            builder.Add(name, 1);
            builder.Publish(Folder[name]);
        }

        Assert.That(Run("merge", Folder["a"], Folder["b"], "--output", Folder["all"]).Code, Is.EqualTo(ExitCode.Success));
        using StringIdMapper all = StringIdMapper.Open(Folder["all"]);
        Assert.That(all.LongCount, Is.EqualTo(2));
    }

    [Test]
    public void Merge_FilesThatDoNotFit_EndsWithCode3()
    {
        BuildFile("a.sbuf", "{\"k\":\"a\",\"n\":1}\n");
        BuildFile("b.sbuf", "{\"k\":\"b\",\"other\":2}\n");
        Assert.That(Run("merge", Folder["a.sbuf"], Folder["b.sbuf"], "--output", Folder["all.sbuf"]).Code, Is.EqualTo(ExitCode.BadInput));
    }

    [Test]
    public void Merge_NoSuchFile_EndsWithCode5() =>
        Assert.That(Run("merge", Folder["none.sbuf"], "--output", Folder["all.sbuf"]).Code, Is.EqualTo(ExitCode.InputOutput));

    [Test]
    public void Compact_BaseAndOverlay_LeavesOutWhatIsRemoved()
    {
        using (var builder = MappedDictionary.CreateBuilder<uint, Pair>(Folder["base.sbuf"]))
        {
            builder.Add(1, new Pair { Left = 1 });
            builder.Add(2, new Pair { Left = 2 });
            builder.Publish();
        }

        using (var builder = OverlayDictionary.CreateBuilder<uint, Pair>(Folder["day.sbuf"]))
        {
            builder.Remove(1);
            builder.Add(3, new Pair { Left = 3 });
            builder.Publish();
        }

        (int code, _, string error) = Run("compact", Folder["base.sbuf"], Folder["day.sbuf"], "--output", Folder["base.sbuf"]);

        Assert.That(code, Is.EqualTo(ExitCode.Success), error);
        using var all = MappedDictionary.Open<uint, Pair.View>(Folder["base.sbuf"]);
        Assert.That(all.Select(p => p.Value.Left), Is.EqualTo(new[] { 2, 3 }));
    }

    private void BuildFile(string name, string json)
    {
        (int code, _, string error) = Run("build", "--input", Write(name + ".jsonl", json), "--key", "k", "--output", Folder[name]);
        Assert.That(code, Is.EqualTo(ExitCode.Success), error);
    }
}
