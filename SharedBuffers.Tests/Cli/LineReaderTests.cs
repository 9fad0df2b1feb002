using System.Text;
using NUnit.Framework;
using SharedBuffers.Cli.Input;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Cli;

internal sealed class LineReaderTests
{
    [TestCase("", new string[0])]
    [TestCase("a", new[] { "a" })]
    [TestCase("a\n", new[] { "a" })]
    [TestCase("a\r\nb\r\n", new[] { "a", "b" })]
    [TestCase("a\n\nb", new[] { "a", "", "b" })]
    [TestCase("\uFEFFa\nb", new[] { "a", "b" })]
    [TestCase("a\rb\n\r\n", new[] { "a\rb", "" })]
    [TestCase("a\r", new[] { "a" })]
    public void TryRead_Text_GivesItsLines(string text, string[] expected)
    {
        foreach (int chunk in new[] { 1, 2, 3, 1000 })
        {
            using var reader = new LineReader(new TricklingStream(Encoding.UTF8.GetBytes(text), chunk));
            var lines = new List<string>();
            while (reader.TryRead(out ReadOnlySpan<byte> line))
            {
                lines.Add(Encoding.UTF8.GetString(line));
                Assert.That(reader.LineNumber, Is.EqualTo(lines.Count));
            }

            Assert.That(lines, Is.EqualTo(expected), $"read {chunk} bytes at a time");
            Assert.That(reader.Consumed, Is.EqualTo(Encoding.UTF8.GetByteCount(text)));
        }
    }

    [Test]
    public void TryRead_LineLongerThanTheBuffer_GrowsIt()
    {
        string longLine = new('x', 1_000_000);
        using var reader = new LineReader(new TricklingStream(Encoding.UTF8.GetBytes($"a\n{longLine}\nb"), 50_000));

        Assert.That(Next(reader), Is.EqualTo("a"));
        Assert.That(Next(reader), Is.EqualTo(longLine));
        Assert.That(Next(reader), Is.EqualTo("b"));
        Assert.That(reader.TryRead(out _), Is.False);
    }

    [Test]
    public void TryRead_LineOverTheLimit_NamesTheLine()
    {
        using var reader = new LineReader(new MemoryStream(Encoding.UTF8.GetBytes("short\n" + new string('x', 200_000))), maxLineLength: 100_000);
        reader.TryRead(out _);

        InputException e = Assert.Throws<InputException>(() => reader.TryRead(out _))!;

        Assert.That(e.Line, Is.EqualTo(2));
        Assert.That(e.Message, Does.Contain("longer than 100,000 bytes"));
    }

    [Test]
    public void Constructor_Utf16_SaysSo()
    {
        byte[] utf16 = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("{}")];

        InputException e = Assert.Throws<InputException>(() => new LineReader(new MemoryStream(utf16)).Dispose())!;

        Assert.That(e.Message, Does.Contain("UTF-16"));
    }

    private static string? Next(LineReader reader) => reader.TryRead(out ReadOnlySpan<byte> line) ? Encoding.UTF8.GetString(line) : null;
}
