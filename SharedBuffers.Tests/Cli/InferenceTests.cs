using System.Text;
using NUnit.Framework;
using SharedBuffers.Cli.Columns;
using SharedBuffers.Cli.Input;

namespace SharedBuffers.Tests.Cli;

internal sealed class InferenceTests
{
    [TestCase("1|-5|null", "int64")]
    [TestCase("9223372036854775807", "int64")]
    [TestCase("9223372036854775808|1", "uint64")]
    [TestCase("9223372036854775808|-1", "float64")]
    [TestCase("18446744073709551616", "float64")]
    [TestCase("1|1.0", "float64")]
    [TestCase("1|1e3", "float64")]
    [TestCase("true|false|null", "bool")]
    [TestCase("\"1\"|\"x\"", "string")]
    [TestCase("null|null", "string")]
    [TestCase("[1,2]|[]|null", "list<int64>")]
    [TestCase("[1]|[2.5]", "list<float64>")]
    [TestCase("[\"a\"]|[]", "list<string>")]
    [TestCase("[]", "list<string>")]
    public void InferJson_Values_GiveType(string values, string expected)
    {
        string[] lines = [.. values.Split('|').Select(value => $"{{\"c\":{value}}}")];

        Assert.That(InferJson(lines), Is.EqualTo($"c:{expected}"));
        Assert.That(InferJson([.. lines.Reverse()]), Is.EqualTo($"c:{expected}"), "in the other order");
    }

    [Test]
    public void InferJson_Columns_ComeInOrderOfAppearance() =>
        Assert.That(InferJson("""{"b":1}""", "", """{"a":"x","b":2}""", """{"c":true}"""), Is.EqualTo("b:int64,a:string,c:bool"));

    [TestCase("""{"c":1}""", """{"c":"x"}""", "'c' is a string on line 2 and a number on line 1; name the types with --schema")]
    [TestCase("""{"c":[1]}""", """{"c":1}""", "'c' is a single value on line 2 and an array on line 1; name the types with --schema")]
    [TestCase("""{"c":1}""", """{"c":{}}""", "'c' holds an object; values are bools, numbers, strings and lists of them")]
    [TestCase("""{"c":1}""", """{"d":[[]]}""", "'d' holds an array in an array")]
    [TestCase("""{"c":1}""", """{"d":[true]}""", "lists hold numbers or strings")]
    [TestCase("""{"c":1}""", """{"c":}""", "not valid JSON")]
    public void InferJson_NoTypeCovers_NamesTheLines(string first, string second, string message)
    {
        InputException e = Assert.Throws<InputException>(() => InferJson(first, second))!;

        Assert.That(e.Line, Is.EqualTo(2));
        Assert.That(e.Message, Does.Contain(message));
    }

    [Test]
    public void InferJson_TooManyProperties_StopsAtTheLine()
    {
        InputException e = Assert.Throws<InputException>(() => InferJson([.. Enumerable.Range(0, 70).Select(i => $"{{\"p{i}\":1}}")]))!;

        Assert.That(e.Line, Is.EqualTo(65));
        Assert.That(e.Message, Does.Contain("at most 64"));
    }

    [Test]
    public void InferJson_Nothing_SaysSo() => Assert.That(Assert.Throws<InputException>(() => InferJson("", "{}"))!.Message, Does.Contain("no record with a property"));

    [TestCase("1|-5|", "int64")]
    [TestCase("18446744073709551615", "uint64")]
    [TestCase("0.5|1", "float64")]
    [TestCase("true|FALSE", "bool")]
    [TestCase("007|1", "string")]
    [TestCase("+1", "string")]
    [TestCase("1.|2", "string")]
    [TestCase("1|x", "string")]
    [TestCase("true|1", "string")]
    [TestCase("|", "string")]
    [TestCase("NaN", "string")]
    public void InferCsv_Cells_GiveType(string cells, string expected)
    {
        string text = "id,c\n" + string.Concat(cells.Split('|').Select((cell, i) => $"k{i},{cell}\n"));

        IReadOnlyList<Column> columns = DelimitedInference.Infer(new MemoryStream(Encoding.UTF8.GetBytes(text)), InputFormat.Csv);

        Assert.That(SchemaSyntax.Format(columns), Is.EqualTo($"id:string,c:{expected}"));
    }

    private static string InferJson(params string[] lines) =>
        SchemaSyntax.Format(JsonInference.Infer(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)))));
}
