using System.Text;
using NUnit.Framework;
using SharedBuffers.Cli.Input;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Cli;

internal sealed class DelimitedReaderTests
{
    [TestCase("a,b\n1,2\n", "a|b / 1|2")]
    [TestCase("a,b\r\n1,2", "a|b / 1|2")]
    [TestCase("a,b\n1,\n,2\n,\n", "a|b / 1| / |2 / |")]
    [TestCase("a\n\n\r\nb\n", "a / b")]
    [TestCase("\"a\",\"b\"\r\n\"1\",2\r\n", "a|b / 1|2")]
    [TestCase("\"say \"\"hi\"\"\",x\n", "say \"hi\"|x")]
    [TestCase("\"two\nlines\",\"with\r\n,commas\"\n", "two\nlines|with\r\n,commas")]
    [TestCase("\"\"\n", "")]
    [TestCase("\"\"\"\"", "\"")]
    [TestCase("5\" pipe,x\n", "5\" pipe|x")]
    [TestCase("a,\"b\"\r", "a|b")]
    [TestCase("\uFEFFa,b\n", "a|b")]
    public void Read_Csv_GivesItsFields(string text, string expected)
    {
        foreach (int chunk in new[] { 1, 2, 3, 1000 })
        {
            using var reader = new DelimitedReader(new TricklingStream(Encoding.UTF8.GetBytes(text), chunk), (byte)',', quoting: true);
            Assert.That(ReadAll(reader), Is.EqualTo(expected), $"read {chunk} bytes at a time");
        }
    }

    [TestCase("a\tb\n\"1\t2\"\n", "a|b / \"1|2\"")]
    [TestCase("a,b\tc\r\n", "a,b|c")]
    public void Read_Tsv_KnowsNoQuotes(string text, string expected)
    {
        using var reader = new DelimitedReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), (byte)'\t', quoting: false);

        Assert.That(ReadAll(reader), Is.EqualTo(expected));
    }

    [Test]
    public void LineNumber_FieldsWithLineEnds_CountsThem()
    {
        using var reader = new DelimitedReader(new MemoryStream("a,b\n\"1\n2\n3\",x\r\ny,z\n"u8.ToArray()), (byte)',', quoting: true);
        var lines = new List<long>();
        while (reader.Read())
        {
            lines.Add(reader.LineNumber);
        }

        Assert.That(lines, Is.EqualTo(new long[] { 1, 2, 5 }));
    }

    [TestCase("a,b\n1,\"never closed\n", 2, "never closed")]
    [TestCase("a,b\n\n1,\"x\"y\n", 3, "after a closing quote")]
    public void Read_BadQuotes_NamesTheLine(string text, long line, string message)
    {
        using var reader = new DelimitedReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), (byte)',', quoting: true);
        reader.Read();

        InputException e = Assert.Throws<InputException>(() => reader.Read())!;

        Assert.That(e.Line, Is.EqualTo(line));
        Assert.That(e.Message, Does.Contain(message));
    }

    [Test]
    public void Read_RandomTables_EqualWhatWasWritten()
    {
        const int Seed = 20_240_601;
        var random = new Random(Seed);
        string[] pieces = ["a", "é", ",", "\"", "\n", "\r\n", "\r", " ", "\"\"", ""];
        for (int round = 0; round < 300; round++)
        {
            string[][] table = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Enumerable.Range(0, 3)
                .Select(_ => string.Concat(Enumerable.Range(0, random.Next(0, 6)).Select(_ => pieces[random.Next(pieces.Length)]))).ToArray())];
            string text = string.Join("\r\n", table.Select(row => string.Join(',', row.Select(field => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))));

            using var reader = new DelimitedReader(new TricklingStream(Encoding.UTF8.GetBytes(text), random.Next(1, 9)), (byte)',', quoting: true);

            Assert.That(ReadAll(reader), Is.EqualTo(string.Join(" / ", table.Select(row => string.Join('|', row)))), $"seed {Seed}, round {round}: {text}");
        }
    }

    private static string ReadAll(DelimitedReader reader)
    {
        var records = new List<string>();
        while (reader.Read())
        {
            records.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Encoding.UTF8.GetString(reader.GetField(i)))));
        }

        return string.Join(" / ", records);
    }
}
