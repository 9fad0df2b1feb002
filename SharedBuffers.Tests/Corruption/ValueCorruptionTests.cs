using NUnit.Framework;
using SharedBuffers.Memory;

namespace SharedBuffers.Tests.Corruption;

/// <summary>A damaged value of any type ends in a value or in an error that says so, through every member of its view.</summary>
[TestFixture]
public sealed class ValueCorruptionTests
{
    private static readonly Dictionary<string, byte[]> s_samples = ValueSamples.All().ToDictionary(sample => sample.Name, sample => sample.Bytes);

    [Test]
    public void Read_FlippedAndTruncated_EndsInAValueOrAnError([ValueSource(nameof(Names))] string sample) => Sweep(sample, exhaustive: false);

    [Test]
    [Category("Slow")]
    public void Read_EveryValueOfEveryByteOfTheHead_EndsInAValueOrAnError([ValueSource(nameof(Names))] string sample) => Sweep(sample, exhaustive: true);

    private static string[] Names() => [.. s_samples.Keys];

    private static void Sweep(string sample, bool exhaustive)
    {
        byte[] bytes = s_samples[sample];
        Assert.That(ValueSweep.Run(part => MemoryRegion.CopyOf(part), bytes, exhaustive), Is.GreaterThan(bytes.Length));
    }
}
