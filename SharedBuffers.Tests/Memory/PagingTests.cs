using System.Diagnostics;
using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Memory;

/// <summary>Warming up, advice and locking change when pages arrive, never what they hold.</summary>
public sealed class PagingTests
{
    private const int Length = (5 << 20) + 123;

    private TemporaryFolder _folder = null!;
    private string _path = null!;
    private byte[] _content = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _path = _folder["data.bin"];
        _content = new byte[Length];
        new Random(7).NextBytes(_content);
        File.WriteAllBytes(_path, _content);
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase(LoadMode.Map, 0)]
    [TestCase(LoadMode.Map, 4097)]
    [TestCase(LoadMode.Copy, 1)]
    [TestCase(LoadMode.CopyToHugePages, 0)]
    [TestCase(LoadMode.CopyToHugePages, 77)]
    public void WarmUp_EveryAdvice_LeavesTheBytes(LoadMode mode, int offset)
    {
        foreach (MemoryAdvice advice in Enum.GetValues<MemoryAdvice>())
        {
            using var region = MemoryRegion.OpenFile(_path, mode, offset: offset);
            bool taken = region.TryAdvise(advice);
            region.WarmUp();
            region.View.Slice(region.Length / 2).WarmUp();

            Assert.That(taken || !OperatingSystem.IsLinux() || advice == MemoryAdvice.HugePages, Is.True, $"{advice}");
            Assert.That(region.View.AsSpan().SequenceEqual(_content.AsSpan(offset)), Is.True, $"{advice}");
        }
    }

    [Test]
    public void WarmUp_Mapped_MakesThePagesResident()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.That(() => { using var mapped = MemoryRegion.OpenFile(_path); mapped.WarmUp(); }, Throws.Nothing);
            return;
        }

        using var region = MemoryRegion.OpenFile(_path);
        long before = ResidentKilobytes();
        region.WarmUp();
        Assert.That(ResidentKilobytes() - before, Is.GreaterThanOrEqualTo((Length / 1024) - 64));
    }

    [Test]
    public void WarmUp_EmptyRegion_DoesNothing()
    {
        using var region = MemoryRegion.Allocate(0);
        Assert.That(() => region.WarmUp(), Throws.Nothing);
        Assert.That(region.TryAdvise(MemoryAdvice.Random), Is.True);
    }

    [Test]
    public void WarmUp_FileTruncatedAfterMapping_IsCorruptInsteadOfFatal()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var region = MemoryRegion.OpenFile(_path);
        // Another process: the locks of .NET are advice to other .NET code only.
        using (var truncate = Process.Start("truncate", ["-s", "4096", _path]))
        {
            truncate.WaitForExit();
        }

        Assert.That(() => region.WarmUp(), Throws.TypeOf<CorruptBufferException>().With.Message.Contains("shorter"));
    }

    [Test]
    public void WarmUp_Cancelled_Throws()
    {
        using var region = MemoryRegion.OpenFile(_path);
        Assert.That(() => region.WarmUp(new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void TryAdvise_UnknownAdvice_Throws()
    {
        using var region = MemoryRegion.OpenFile(_path);
        Assert.That(() => region.TryAdvise((MemoryAdvice)99), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void TryLock_SmallRegion_AnswersWithoutHarm()
    {
        using var region = MemoryRegion.OpenFile(_path, offset: 10, length: 100);
        _ = region.TryLock();
        Assert.That(region.View.AsSpan().SequenceEqual(_content.AsSpan(10, 100)), Is.True);
    }

    [Test]
    public void Disposed_EveryCall_Throws()
    {
        MemoryRegion region = MemoryRegion.OpenFile(_path);
        region.Dispose();
        Assert.That(() => region.WarmUp(), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => region.TryAdvise(MemoryAdvice.Random), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(region.TryLock, Throws.TypeOf<ObjectDisposedException>());
    }

    private static long ResidentKilobytes() =>
        long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("RssFile:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
}
