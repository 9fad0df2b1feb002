using System.Globalization;
using NUnit.Framework;
using SharedBuffers.Cli;

namespace SharedBuffers.Tests.Cli;

/// <summary>build, get, dump and verify together: what goes in comes out, and failures leave nothing behind.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BuildCommandTests : CommandLineFixture
{
    private const string Products = """
        {"sku":"sku-41","price":12.5,"sizes":[36,38],"tags":["new"]}
        {"sku":"sku-42","price":null,"sizes":[40],"tags":["sale","été"]}
        {"sku":"sku-43","sizes":[],"tags":[]}
        """;

    [Test]
    public void Build_JsonLines_DumpsTheSame()
    {
        string file = Build("products.jsonl", Products, "sku");

        (int code, string output, string error) = Run("dump", file);

        Assert.That(code, Is.Zero, error);
        Assert.That(output, Is.EqualTo(Products + "\n"));
    }

    [Test]
    public void Build_SeveralKeyColumns_FindsTuples([Values] bool shards)
    {
        const string Lines = """
            {"sku":"a","size":36,"n":1}
            {"sku":"a","size":38,"n":2}
            {"sku":"7","n":3}
            """;
        string file = Build("sizes.jsonl", Lines, "sku,size", "sizes.sbuf", shards ? ["--shards", "2"] : []);

        (int code, string output, string error) = Run("get", file, """["a",38.0]""", """["7",null]""");
        Assert.That((code, output), Is.EqualTo((0, "{\"sku\":\"a\",\"size\":38,\"n\":2}\n{\"sku\":\"7\",\"n\":3}\n")), error);
        Assert.That(Run("get", file, """["a",37]""").Code, Is.EqualTo(1));
        Assert.That(Run("get", file, "{}").Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(Run("verify", file).Code, Is.Zero);
        Assert.That(Run("info", file).Output, Does.Contain("Object"));
    }

    [Test]
    public void Build_ObjectKeysOfOneColumn_FindsThemByJsonAndText()
    {
        string file = Build("mixed.jsonl", """{"k":"7"}""" + "\n" + """{"k":"plain text"}""" + "\n{}", "k", "mixed.sbuf", "--key-type", "object");

        Assert.That(Run("get", file, "plain text", "\"7\"", "null").Code, Is.Zero);
        Assert.That(Run("get", file, "7").Code, Is.EqualTo(1), "a number is no text");
    }

    [Test]
    public void Build_RepeatedTuple_NamesItAndItsLines()
    {
        string input = Write("twice.jsonl", """{"a":"x","b":1}""" + "\n" + """{"a":"x","b":2}""" + "\n" + """{"a":"x","b":1}""");

        (int code, _, string error) = Run("build", "--input", input, "--key", "a,b", "--output", Folder["twice.sbuf"]);

        Assert.That(code, Is.Not.Zero);
        Assert.That(error, Does.Contain("line 3: the key (\"x\", 1) is on line 1 already"));
        Assert.That(Run("build", "--input", input, "--key", "a,b", "--key-type", "string", "--output", Folder["twice.sbuf"]).Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(Run("build", "--input", input, "--key", "a,c", "--output", Folder["twice.sbuf"]).Error, Does.Contain("no column 'c'"));
    }

    [Test]
    public void Build_WithoutSchema_PrintsTheInferredOne()
    {
        (int code, _, string error) = Run("build", "--input", Write("products.jsonl", Products), "--key", "sku", "--output", Folder["products.sbuf"]);

        Assert.That(code, Is.Zero, error);
        Assert.That(error, Does.Contain("schema: sku:string,price:float64,sizes:list<int64>,tags:list<string>"));
        Assert.That(error, Does.Contain("3 records"));
    }

    [Test]
    public void Build_PrintedSchemaGivenBack_GivesTheSameBytes()
    {
        string inferred = Build("products.jsonl", Products, "sku");

        string given = Build("products.jsonl", Products, "sku", "given.sbuf", "--schema", "sku:string,price:float64,sizes:list<int64>,tags:list<string>");

        Assert.That(File.ReadAllBytes(given), Is.EqualTo(File.ReadAllBytes(inferred)));
    }

    [Test]
    public void Build_EveryType_DumpsTheSame()
    {
        const string Lines = """
            {"k":"a","b":true,"i1":-128,"i2":-32768,"i4":-2147483648,"i8":-9223372036854775808,"u1":255,"u2":65535,"u4":4294967295,"u8":18446744073709551615,"f4":0.1,"f8":-0.1,"x":"AQID","li":[-1,2],"lf":[0.5],"st":["x","y"],"sn":[1,2,3000]}
            {"k":"b","b":null,"i1":null,"f4":"NaN","f8":"-Infinity","x":"","li":[],"lf":[],"st":[],"sn":[]}
            {"k":"c"}
            """;
        const string Schema = "k:string,b:bool,i1:int8,i2:int16,i4:int32,i8:int64,u1:uint8,u2:uint16,u4:uint32,u8:uint64,f4:float32,f8:float64,x:bytes,li:list<int32>,lf:list<float64>,st:set<string>,sn:set<uint16>";

        string file = Build("all.jsonl", Lines, "k", "all.sbuf", "--schema", Schema);

        (int code, string output, string error) = Run("dump", file);
        Assert.That(code, Is.Zero, error);
        Assert.That(output.Replace("[\"y\",\"x\"]", "[\"x\",\"y\"]", StringComparison.Ordinal), Is.EqualTo(Lines + "\n"), "sets have no order of their own");
    }

    [Test]
    public void Build_Csv_TypesItsCells()
    {
        string file = Build("people.csv", "name,age,active\r\n\"Doe, Jane\",41,true\r\nBob,,false\r\n", "name");

        (int code, string output, _) = Run("dump", file);

        Assert.That(code, Is.Zero);
        Assert.That(output, Is.EqualTo("{\"name\":\"Doe, Jane\",\"age\":41,\"active\":true}\n{\"name\":\"Bob\",\"age\":null,\"active\":false}\n"));
    }

    [Test]
    public void Get_SomeKeysMissing_PrintsTheOthersAndNamesThem()
    {
        string file = Build("products.jsonl", Products, "sku");

        (int code, string output, string error) = Run("get", file, "sku-42", "absent", "sku-41");

        Assert.That(code, Is.EqualTo(ExitCode.KeyMissing));
        Assert.That(output.Split('\n'), Has.Length.EqualTo(3));
        Assert.That(output, Does.StartWith("{\"sku\":\"sku-42\",").And.Contain("\n{\"sku\":\"sku-41\","));
        Assert.That(error, Does.Contain("'absent'").And.Not.Contain("sku-4"));
    }

    [TestCase("uint32", "4294967295")]
    [TestCase("uint64", "18446744073709551615")]
    [TestCase("string", "18446744073709551615")]
    public void Get_IntegerKey_Finds(string keyType, string largest)
    {
        string schema = keyType == "uint32" ? "id:uint32,name:string" : "id:uint64,name:string";
        string lines = $$"""
            {"id":0,"name":"zero"}
            {"id":{{largest}},"name":"largest"}
            """;
        string file = Build("ids.jsonl", lines, "id", "ids.sbuf", "--key-type", keyType, "--schema", schema);

        (int code, string output, string error) = Run("get", file, largest, "0");

        Assert.That(code, Is.Zero, error);
        Assert.That(output, Is.EqualTo($"{{\"id\":{largest},\"name\":\"largest\"}}\n{{\"id\":0,\"name\":\"zero\"}}\n"));
    }

    [Test]
    public void Get_NoNumberForIntegerKeys_IsMissing()
    {
        string file = Build("ids.jsonl", """{"id":1}""", "id", "ids.sbuf", "--schema", "id:uint32");

        (int code, _, string error) = Run("get", file, "one");

        Assert.That(code, Is.EqualTo(ExitCode.KeyMissing));
        Assert.That(error, Does.Contain("'one'"));
    }

    [TestCase("first", "1")]
    [TestCase("last", "2")]
    public void Build_RepeatedKey_KeepsTheChosenOne(string policy, string expected)
    {
        string file = Build("twice.jsonl", "{\"k\":\"a\",\"v\":1}\n{\"k\":\"a\",\"v\":2}\n{\"k\":\"b\",\"v\":3}", "k", "twice.sbuf", "--duplicates", policy);

        (_, string output, _) = Run("dump", file);

        Assert.That(output, Is.EqualTo($"{{\"k\":\"a\",\"v\":{expected}}}\n{{\"k\":\"b\",\"v\":3}}\n"));
    }

    [Test]
    public void Build_RepeatedKeyByDefault_FailsAndNamesIt()
    {
        (int code, _, string error) = TryBuild("{\"k\":\"a\"}\n{\"k\":\"a\"}");

        Assert.That(code, Is.EqualTo(ExitCode.BadInput));
        Assert.That(error, Does.Contain("in.jsonl: line 2: the key \"a\" is on line 1 already"));
        Assert.That(error, Does.Contain("--duplicates"));
    }

    [Test]
    public void Build_RepeatedIntegerKeyInCsv_NamesBothLines()
    {
        (int code, _, string error) = Run("build", "--input", Write("in.csv", "id,note\n7,\"two\nlines\"\n8,b\n7,c\n"), "--key", "id", "--key-type", "uint32", "--output", Folder["out.sbuf"]);

        Assert.That(code, Is.EqualTo(ExitCode.BadInput), error);
        Assert.That(error, Does.Contain("in.csv: line 5: the key 7 is on line 2 already"));
        Assert.That(Folder.FileNames, Is.EqualTo(new[] { "in.csv" }));
    }

    [Test]
    public void Build_RepeatedLongKey_NamesItWithoutLines()
    {
        string key = new('x', 1000);

        (int code, _, string error) = TryBuild($"{{\"k\":\"{key}\"}}\n{{\"k\":\"{key}\"}}");

        Assert.That(code, Is.EqualTo(ExitCode.BadInput), error);
        Assert.That(error, Does.Contain("occurs more than once").And.Contain("(1000 bytes)"));
    }

    [TestCase("first", "2 records (1 with a repeated key left out)")]
    [TestCase("last", "2 records (1 with a repeated key left out)")]
    public void Build_RepeatedKeyDropped_SaysHowManyStay(string policy, string expected)
    {
        (int code, _, string error) = TryBuild("{\"k\":\"a\"}\n{\"k\":\"a\"}\n{\"k\":\"b\"}", "--duplicates", policy);

        Assert.That(code, Is.Zero, error);
        Assert.That(error, Does.Contain(expected));
    }

    [TestCase("{\"k\":\"a\",\"v\":1}\n{\"k\":\"b\",\"v\":\"x\"}", "line 2: column 'v' is int8")]
    [TestCase("{\"k\":\"a\",\"v\":1}\n\n{\"v\":2}", "line 3: the key 'k' is missing")]
    [TestCase("{\"k\":\"a\",\"v\":1}\n{", "line 2: not valid JSON")]
    public void Build_BadRecord_NamesTheLineAndKeepsTheOldFile(string lines, string message)
    {
        string output = Folder["out.sbuf"];
        File.WriteAllText(output, "the old file");

        (int code, _, string error) = TryBuild(lines, "--schema", "k:string,v:int8");

        Assert.That(code, Is.EqualTo(ExitCode.BadInput));
        Assert.That(error, Does.Contain(message));
        Assert.That(File.ReadAllText(output), Is.EqualTo("the old file"));
        Assert.That(Folder.FileNames, Is.EqualTo(new[] { "in.jsonl", "out.sbuf" }));
    }

    [TestCase("--key", "absent")]
    [TestCase("--key", "list")]
    [TestCase("--key-type", "uint32")]
    [TestCase("--key-type", "int7")]
    [TestCase("--duplicates", "both")]
    [TestCase("--memory", "lots")]
    [TestCase("--format", "xml")]
    [TestCase("--schema", "k:text")]
    public void Build_BadOption_IsUsage(string option, string value)
    {
        List<string> arguments = ["build", "--input", Write("in.jsonl", "{\"k\":\"a\",\"list\":[1]}"), "--output", Folder["out.sbuf"], option, value];
        if (option != "--key")
        {
            arguments.AddRange(["--key", "k"]);
        }

        (int code, _, string error) = Run([.. arguments]);

        Assert.That(code, Is.EqualTo(ExitCode.Usage), error);
        Assert.That(error, Does.Contain(option == "--schema" ? "schema" : option));
        Assert.That(Folder.FileNames, Is.EqualTo(new[] { "in.jsonl" }));
    }

    [Test]
    public void Build_UnknownEnding_AsksForTheFormat()
    {
        (int code, _, string error) = Run("build", "--input", Write("in.dat", "{}"), "--key", "k", "--output", Folder["out.sbuf"]);

        Assert.That(code, Is.EqualTo(ExitCode.Usage));
        Assert.That(error, Does.Contain("--format"));
    }

    [Test]
    public void Build_AbsentOutputFolder_IsInputOutput()
    {
        (int code, _, string error) = Run("build", "--input", Write("in.jsonl", "{\"k\":\"a\"}"), "--key", "k", "--output", Folder[Path.Combine("absent", "out.sbuf")]);

        Assert.That(code, Is.EqualTo(ExitCode.InputOutput), error);
        Assert.That(error, Does.Contain("--output").And.Contain(Folder["absent"]).And.Not.Contain(".tmp"));
    }

    [Test]
    public void Build_AbsentTempFolder_IsInputOutput()
    {
        (int code, _, string error) = TryBuild("{\"k\":\"a\"}", "--temp", Folder["absent"]);

        Assert.That(code, Is.EqualTo(ExitCode.InputOutput), error);
        Assert.That(error, Does.Contain("--temp").And.Contain(Folder["absent"]));
    }

    [Test]
    public void Build_DirectoryAsInput_SaysSo()
    {
        (int code, _, string error) = Run("build", "--input", Folder.Root, "--format", "csv", "--key", "k", "--output", Folder["out.sbuf"]);

        Assert.That(code, Is.EqualTo(ExitCode.InputOutput), error);
        Assert.That(error, Does.Contain("is a directory"));
    }

    [Test]
    public void Build_SmallMemory_GivesTheSameBytes()
    {
        string lines = string.Join('\n', Enumerable.Range(0, 40_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{{\"k\":\"key-{i * 7919}\",\"v\":{i}}}")));

        string large = Build("many.jsonl", lines, "k");
        string small = Build("many.jsonl", lines, "k", "small.sbuf", "--memory", "64K");

        Assert.That(File.ReadAllBytes(small), Is.EqualTo(File.ReadAllBytes(large)));
        Assert.That(Folder.FileNames, Is.EqualTo(new[] { "many.jsonl", "many.sbuf", "small.sbuf" }));
    }

    [Test]
    public void Build_SchemaFile_IsRead()
    {
        string schema = Write("types.schema", "# types\nk: string\nv: uint8\n");

        string file = Build("in.jsonl", "{\"k\":\"a\",\"v\":7,\"w\":1}", "k", "out.sbuf", "--schema", "@" + schema);

        Assert.That(Run("dump", file).Output, Is.EqualTo("{\"k\":\"a\",\"v\":7}\n"));
    }

    private string Build(string name, string text, string key, string? output = null, params string[] more)
    {
        string path = Folder[output ?? Path.ChangeExtension(name, ".sbuf")];
        (int code, _, string error) = Run(["build", "--input", Write(name, text), "--key", key, "--output", path, .. more]);
        Assert.That(code, Is.Zero, error);
        Assert.That(Run("verify", path).Code, Is.Zero);
        return path;
    }

    private (int Code, string Output, string Error) TryBuild(string text, params string[] more) =>
        Run(["build", "--input", Write("in.jsonl", text), "--key", "k", "--output", Folder["out.sbuf"], .. more]);
}
