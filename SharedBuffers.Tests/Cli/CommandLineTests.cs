using System.Globalization;
using System.Text.Json;
using NUnit.Framework;
using SharedBuffers.Cli;
using SharedBuffers.Files;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;

namespace SharedBuffers.Tests.Cli;

/// <summary>Verbs run inside the test process: arguments, exit codes and messages.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CommandLineTests : CommandLineFixture
{
    [TestCase]
    [TestCase("nonsense")]
    [TestCase("info")]
    [TestCase("info", "a", "b")]
    [TestCase("info", "--nonsense", "a")]
    public void Run_BadArguments_IsUsageAndPointsToHelp(params string[] arguments)
    {
        (int code, string output, string error) = Run(arguments);

        Assert.That(code, Is.EqualTo(ExitCode.Usage));
        Assert.That(error, Does.Contain("--help"));
        Assert.That(output, Is.Empty);
    }

    [Test]
    public void Run_UnknownVerb_NamesItAndTheVerbsThereAre() =>
        Assert.That(Run("nonsense").Error, Does.Contain("no verb 'nonsense'").And.Contain("build, merge, compact, info, get, dump, verify").And.Not.Contain("Required"));

    [Test]
    public void Run_UnknownOption_NamesItAlone() =>
        Assert.That(Run("build", "--nonsense").Error, Does.Contain("'--nonsense'").And.Not.Contain("required"));

    [TestCase("info")]
    [TestCase("verify")]
    public void Run_NoSuchFile_IsInputOutput(string verb)
    {
        (int code, _, string error) = Run(verb, Folder["absent.sbuf"]);

        Assert.That(code, Is.EqualTo(ExitCode.InputOutput));
        Assert.That(error, Does.StartWith("sharedbuffers: ").And.Contain("absent.sbuf"));
    }

    [TestCase("info")]
    [TestCase("verify")]
    public void Run_OtherFile_IsCorrupt(string verb)
    {
        string path = Folder["other.sbuf"];
        File.WriteAllText(path, new string('x', 10_000));

        (int code, _, string error) = Run(verb, path);

        Assert.That(code, Is.EqualTo(ExitCode.Corrupt));
        Assert.That(error, Does.Contain("not a native SharedBuffers file"));
    }

    [Test]
    public void Info_Json_DescribesSections()
    {
        string path = WriteSmallFile();

        (int code, string output, _) = Run("info", "--json", path);

        Assert.That(code, Is.Zero);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.That(json.RootElement.GetProperty("length").GetInt64(), Is.EqualTo(new FileInfo(path).Length));
        JsonElement section = json.RootElement.GetProperty("sections")[0];
        Assert.That(section.GetProperty("kind").GetString(), Is.EqualTo("UserData"));
        Assert.That(section.GetProperty("name").GetString(), Is.EqualTo("notes"));
        Assert.That(section.GetProperty("length").GetInt64(), Is.EqualTo(5));
    }

    [Test]
    public void Info_Plain_PrintsTabSeparatedLines()
    {
        (int code, string output, _) = Run("info", WriteSmallFile());

        Assert.That(code, Is.Zero);
        Assert.That(output.Split('\n'), Has.Some.StartsWith("UserData\tnotes\t"));
    }

    [Test]
    public void Info_ApproximateMapper_StatesItsRate()
    {
        using (ApproximateStringIdMapperBuilder builder = ApproximateStringIdMultiMapper.CreateBuilder(1e-4))
        {
            builder.Add("a", 1);
            builder.Add("a", 2);
            builder.Publish(Folder["approximate.sbuf"], "ids");
        }

        using ApproximateStringIdMultiMapper mapper = ApproximateStringIdMultiMapper.Open(Folder["approximate.sbuf"], section: "ids");
        (_, string text, _) = Run("info", Folder["approximate.sbuf"]);
        (_, string output, _) = Run("info", "--json", Folder["approximate.sbuf"]);
        (int verified, _, _) = Run("verify", Folder["approximate.sbuf"]);

        Assert.That(text, Does.Contain(string.Create(CultureInfo.InvariantCulture, $"approximate id mapper 'ids': 2 values, fingerprints of {mapper.FingerprintBits} bits, false-positive rate {mapper.FalsePositiveRate:0.00e-0}")));
        using JsonDocument json = JsonDocument.Parse(output);
        JsonElement described = json.RootElement.GetProperty("approximateMappers")[0];
        Assert.That(described.GetProperty("name").GetString(), Is.EqualTo("ids"));
        Assert.That(described.GetProperty("falsePositiveRate").GetDouble(), Is.EqualTo(mapper.FalsePositiveRate).And.GreaterThan(0));
        Assert.That(described.GetProperty("fingerprintBits").GetInt32(), Is.EqualTo(mapper.FingerprintBits));
        Assert.That(described.GetProperty("valueCount").GetInt64(), Is.EqualTo(2));
        Assert.That(verified, Is.Zero);
    }

    [Test]
    public void Verify_GoodFile_Succeeds()
    {
        (int code, string output, _) = Run("verify", WriteSmallFile());

        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain(": good, "));
    }

    [Test]
    public void Verify_ChangedByte_IsCorrupt()
    {
        string path = WriteSmallFile();
        byte[] bytes = File.ReadAllBytes(path);
        bytes["hello"u8.Length + bytes.AsSpan().IndexOf("hello"u8) - 1] ^= 1;
        File.WriteAllBytes(path, bytes);

        (int code, _, string error) = Run("verify", path);

        Assert.That(code, Is.EqualTo(ExitCode.Corrupt));
        Assert.That(error, Does.Contain("notes"));
    }

    private string WriteSmallFile()
    {
        string path = Folder["small.sbuf"];
        using var writer = new BufferFileWriter(path);
        writer.AddSection(SectionKind.UserData, "notes", "hello"u8);
        writer.Publish();
        return path;
    }
}
