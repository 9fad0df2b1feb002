using NUnit.Framework;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;
using SharedBuffers.Tests.Verification;

namespace SharedBuffers.Tests.Corruption;

/// <summary>Whatever is done to a file, reading it gives values or <see cref="Diagnostics.CorruptBufferException"/>, and verifying it gives a report.</summary>
public sealed class FileCorruptionTests
{
    /// <summary>Few records: every read of everything reads all of them.</summary>
    private const int Records = 9;

    [Test]
    public void Dictionary_HeadersAndDirectoryDamaged_ValuesOrCorrupt()
    {
        CorruptionSweep sweep = Sweep(path => SampleFiles.WriteDictionary(path, Records));
        sweep.SweepHeads(headLength: 128);
        Assert.That(sweep.RefusedCount, Is.GreaterThan(sweep.Count / 2), "checksums alone refuse half of it");
        Assert.That(sweep.RefusedCount, Is.LessThan(sweep.Count), "a changed number in a record is another number");
    }

    [Test]
    public void Dictionary_Truncated_Corrupt()
    {
        CorruptionSweep sweep = Sweep(path => SampleFiles.WriteDictionary(path, Records));
        sweep.SweepTruncations(step: 3);
        Assert.That(sweep.Count, Is.GreaterThan(5000));
        Assert.That(sweep.RefusedCount, Is.EqualTo(sweep.Count));
    }

    [Test]
    public void Dictionary_RandomStomps_ValuesOrCorrupt([Values(1, 2)] int seed)
    {
        CorruptionSweep sweep = Sweep(path => SampleFiles.WriteDictionary(path, Records));
        sweep.SweepStomps(seed, 1500);
        Assert.That(sweep.RefusedCount, Is.InRange(100, sweep.Count - 100));
    }

    [Test]
    public void Bundle_RandomStomps_ValuesOrCorrupt([Values(3, 4)] int seed)
    {
        CorruptionSweep sweep = Sweep(path => SampleFiles.WriteBundle(path, Records));
        sweep.SweepStomps(seed, 1000);
        Assert.That(sweep.RefusedCount, Is.InRange(100, sweep.Count - 100));
    }

    [Test]
    public void MultiBundle_RandomStomps_ValuesOrCorrupt()
    {
        CorruptionSweep sweep = Sweep(path => SampleFiles.WriteMultiBundle(path, Records));
        sweep.SweepStomps(seed: 6, 1000);
        Assert.That(sweep.RefusedCount, Is.InRange(100, sweep.Count - 100));
    }

    [Test]
    public void ObjectBundle_RandomStomps_ValuesOrCorrupt()
    {
        CorruptionSweep sweep = Sweep(path => SampleFiles.WriteObjectBundle(path, Records));
        sweep.SweepStomps(seed: 7, 1000);
        Assert.That(sweep.RefusedCount, Is.InRange(100, sweep.Count - 100));
    }

    private static CorruptionSweep Sweep(Action<string> write)
    {
        using var folder = new TemporaryFolder();
        write(folder["sample.sbuf"]);
        return new CorruptionSweep(bytes => MemoryRegion.CopyOf(bytes), File.ReadAllBytes(folder["sample.sbuf"]));
    }
}
