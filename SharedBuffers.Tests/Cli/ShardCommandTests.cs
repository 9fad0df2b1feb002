using System.Text.Json;
using NUnit.Framework;
using SharedBuffers.Cli;
using SharedBuffers.Collections;

namespace SharedBuffers.Tests.Cli;

/// <summary>The verbs on manifests of sharded dictionaries.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ShardCommandTests : CommandLineFixture
{
    private const int Count = 50;

    private string Manifest => Folder["all.sbuf"];

    [Test]
    public void Build_Shards_AllVerbsReadThem([Values("string", "uint32")] string keyType)
    {
        string error = Build("3", keyType);
        Assert.That(error, Does.Contain("50 records in 3 shards"));
        Assert.That(Folder.FileNames, Has.Length.EqualTo(5));

        Assert.That(Run("get", Manifest, "7", "44").Output, Is.EqualTo("{\"k\":7,\"n\":14}\n{\"k\":44,\"n\":88}\n"));
        Assert.That(Run("get", Manifest, "no"), Is.EqualTo((ExitCode.KeyMissing, "", "sharedbuffers: no record has the key 'no'\n".ReplaceLineEndings())));
        Assert.That(Run("get", Manifest, "7", "--index", "other").Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(Run("dump", Manifest).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EquivalentTo(Enumerable.Range(0, Count).Select(i => $"{{\"k\":{i},\"n\":{2 * i}}}")));

        (int code, string output, string verifyError) = Run("verify", Manifest);
        Assert.That(code, Is.EqualTo(ExitCode.Success), verifyError);
        Assert.That(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(4).And.All.Contains(": good"));
    }

    [Test]
    public void Info_Manifest_ShowsShardsKeysAndSchema()
    {
        Build("2", "string");
        string text = Run("info", Manifest).Output;
        Assert.That(text, Does.Contain("50 Utf8 keys in 2 shards").And.Contain("all.0-").And.Contain("k\t"));

        using JsonDocument json = JsonDocument.Parse(Run("info", Manifest, "--json").Output);
        Assert.That(json.RootElement.GetProperty("count").GetInt64(), Is.EqualTo(Count));
        Assert.That(json.RootElement.GetProperty("keyKind").GetString(), Is.EqualTo("Utf8"));
        JsonElement[] shards = [.. json.RootElement.GetProperty("shards").EnumerateArray()];
        Assert.That(shards.Sum(s => s.GetProperty("count").GetInt64()), Is.EqualTo(Count));
        Assert.That(shards[1].GetProperty("lastHash").GetString(), Is.EqualTo("ffffffffffffffff"));
        Assert.That(json.RootElement.GetProperty("schemas").GetArrayLength(), Is.EqualTo(1));

        File.Delete(Folder[ShardManifest.Read(Manifest).Shards[0].FileName]);
        Assert.That(Run("info", Manifest).Output, Does.Contain("not there"));
    }

    [Test]
    public void Verify_ShardMissingSwappedOrDamaged_NamesItAndEndsWithAnError()
    {
        Build("3", "string");
        string[] names = [.. ShardManifest.Read(Manifest).Shards.Select(s => s.FileName)];
        byte[] good = File.ReadAllBytes(Folder[names[1]]);

        byte[] bytes = [.. good];
        bytes[4096] ^= 1;
        File.WriteAllBytes(Folder[names[1]], bytes);
        (int code, string output, string error) = Run("verify", Manifest);
        Assert.That(code, Is.EqualTo(ExitCode.Corrupt), error);
        Assert.That(error, Does.Contain(names[1]));
        Assert.That(output, Does.Contain(names[2]), "the others are looked at too");

        File.Copy(Folder[names[0]], Folder[names[1]], overwrite: true);
        Assert.That(Run("verify", Manifest).Code, Is.EqualTo(ExitCode.Corrupt));
        Assert.That(Run("dump", Manifest).Code, Is.EqualTo(ExitCode.Corrupt));

        File.Delete(Folder[names[1]]);
        (code, _, error) = Run("verify", Manifest);
        Assert.That(code, Is.EqualTo(ExitCode.InputOutput));
        Assert.That(error, Does.Contain(names[1]));
        Assert.That(Run("dump", Manifest).Code, Is.EqualTo(ExitCode.InputOutput));
    }

    [Test]
    public void Merge_ShardsOfAManifest_MakesOneFile()
    {
        Build("3", "uint32");
        string[] shards = [.. ShardManifest.Read(Manifest).Shards.Select(s => Folder[s.FileName])];
        (int code, _, string error) = Run(["merge", .. shards, "--output", Folder["one.sbuf"]]);
        Assert.That(code, Is.EqualTo(ExitCode.Success), error);
        Assert.That(error, Does.Contain("50 records"));
        Assert.That(Run("get", Folder["one.sbuf"], "49").Output, Is.EqualTo("{\"k\":49,\"n\":98}\n"));
        Assert.That(Run("verify", Folder["one.sbuf"]).Code, Is.EqualTo(ExitCode.Success));
        Assert.That(Run("merge", Manifest, "--output", Folder["two.sbuf"]).Code, Is.EqualTo(ExitCode.BadInput));
    }

    [Test]
    public void Build_RepeatedKeyInShards_NamesItsLinesAndLeavesNothing()
    {
        Write("in.jsonl", "{\"k\":1}\n{\"k\":2}\n{\"k\":1}\n");
        (int code, _, string error) = Run("build", "--input", Folder["in.jsonl"], "--key", "k", "--output", Manifest, "--shards", "2");
        Assert.That(code, Is.EqualTo(ExitCode.BadInput));
        Assert.That(error, Does.Contain("line 3").And.Contain("line 1"));
        Assert.That(Folder.FileNames, Is.EqualTo(new[] { "in.jsonl" }));

        (code, _, error) = Run("build", "--input", Folder["in.jsonl"], "--key", "k", "--output", Manifest, "--shards", "2", "--duplicates", "last");
        Assert.That(code, Is.EqualTo(ExitCode.Success), error);
        Assert.That(error, Does.Contain("2 records (1 with a repeated key left out) in 2 shards"));
    }

    [Test]
    public void Build_NoNumberOfShards_EndsWithCode2([Values("0", "1025", "-1", "many")] string shards)
    {
        Write("in.jsonl", "{\"k\":1}\n");
        Assert.That(Run("build", "--input", Folder["in.jsonl"], "--key", "k", "--output", Manifest, "--shards", shards).Code, Is.EqualTo(ExitCode.Usage));
    }

    private string Build(string shards, string keyType)
    {
        string input = Write("in.jsonl", string.Concat(Enumerable.Range(0, Count).Select(i => $"{{\"k\":{i},\"n\":{2 * i}}}\n")));
        string schema = keyType == "uint32" ? "k:uint32,n:int64" : "k:int64,n:int64";
        (int code, _, string error) = Run("build", "--input", input, "--key", "k", "--output", Manifest, "--shards", shards, "--schema", schema);
        Assert.That(code, Is.EqualTo(ExitCode.Success), error);
        return error;
    }
}
