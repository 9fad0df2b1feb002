using NUnit.Framework;
using SharedBuffers.Cli.Output;

namespace SharedBuffers.Tests.Cli;

internal sealed class SizesTests
{
    [TestCase("256M", 256L << 20)]
    [TestCase("64m", 64L << 20)]
    [TestCase("1G", 1L << 30)]
    [TestCase("64KB", 64L << 10)]
    [TestCase("2T", 2L << 40)]
    [TestCase("1000", 1000)]
    [TestCase("1000B", 1000)]
    public void TryParse_Size_GivesBytes(string text, long expected)
    {
        Assert.That(Sizes.TryParse(text, out long bytes), Is.True);
        Assert.That(bytes, Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("M")]
    [TestCase("B")]
    [TestCase("-1")]
    [TestCase("0")]
    [TestCase("1.5G")]
    [TestCase("1X")]
    [TestCase("99999999999T")]
    public void TryParse_NoSize_IsRefused(string text) => Assert.That(Sizes.TryParse(text, out _), Is.False);

    [TestCase(0, "0 B")]
    [TestCase(1023, "1023 B")]
    [TestCase(1536, "1.5 KB")]
    [TestCase(long.MaxValue, "8388608.0 TB")]
    public void Format_Bytes_ChoosesUnit(long bytes, string expected) => Assert.That(Sizes.Format(bytes), Is.EqualTo(expected));
}
