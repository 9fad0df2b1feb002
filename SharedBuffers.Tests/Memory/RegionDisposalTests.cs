using System.Runtime.CompilerServices;
using NUnit.Framework;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Memory;

/// <summary>After dispose every access throws, through views made before and after; memory that nobody disposed is given back all the same.</summary>
public sealed class RegionDisposalTests
{
    private static readonly Func<string, MemoryRegion>[] s_factories =
    [
        path => MemoryRegion.OpenFile(path),
        path => MemoryRegion.OpenFile(path, LoadMode.Copy),
        path => MemoryRegion.OpenFile(path, access: MapAccess.ReadWrite, offset: 1),
        _ => MemoryRegion.Allocate(64),
        _ => MemoryRegion.CopyOf(new byte[64]),
        _ => MemoryRegion.Allocate(0),
    ];

    private TemporaryFolder _folder = null!;
    private string _path = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _path = _folder["data.bin"];
        File.WriteAllBytes(_path, new byte[64]);
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Dispose_EveryKindOfRegion_EveryAccessThrows()
    {
        foreach (Func<string, MemoryRegion> create in s_factories)
        {
            MemoryRegion region = create(_path);
            BufferView view = region.View;
            region.Dispose();

            Assert.That(region.IsDisposed, Is.True);
            Assert.That(region.Length, Is.Zero);
            foreach (Action access in AllAccesses(region, view))
            {
                Assert.That(access, Throws.TypeOf<ObjectDisposedException>().With.Message.Contains("no longer mapped"));
            }
        }
    }

    [Test]
    public void Dispose_Twice_DoesNothingMore()
    {
        foreach (Func<string, MemoryRegion> create in s_factories)
        {
            MemoryRegion region = create(_path);
            region.Dispose();
            Assert.That(region.Dispose, Throws.Nothing);
        }
    }

    [Test]
    public void Dispose_FromManyThreads_ReleasesOnce()
    {
        for (int i = 0; i < 50; i++)
        {
            MemoryRegion region = MemoryRegion.OpenFile(_path);
            Parallel.For(0, 8, _ => region.Dispose());
            Assert.That(region.IsDisposed, Is.True);
        }
    }

    [Test]
    public void Dispose_Mapped_UnmapsAndClosesTheFile()
    {
        using (MemoryRegion region = MemoryRegion.OpenFile(_path))
        {
            AssertMapped(true);
        }

        AssertMapped(false);
        Assert.That(() => { using FileStream exclusive = new(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.None); }, Throws.Nothing);
    }

    [Test]
    public void Finalizer_RegionNeverDisposed_UnmapsAndClosesTheFile()
    {
        OpenAndForget(_path);
        for (int i = 0; i < 10 && IsMapped(); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        AssertMapped(false);
        Assert.That(() => { using FileStream exclusive = new(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.None); }, Throws.Nothing);
    }

    [Test]
    public void Finalizer_ViewHeld_KeepsTheRegionOpen()
    {
        BufferView view = OpenView(_path);
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.That(view.Read<ulong>(0), Is.Zero);
        view.Region.Dispose();
    }

    private static IEnumerable<Action> AllAccesses(MemoryRegion region, BufferView view)
    {
        yield return () => _ = region.View;
        yield return () => region.Read<byte>(0);
        yield return () => region.Read<ulong>(0);
        yield return () => region.GetSpan(0, 0);
        yield return () => region.GetSpan(0, 1);
        yield return () => region.CheckBounds(0, 0);
        yield return () => view.AsSpan();
        yield return () => view.GetSpan(0, 0);
        yield return () => view.Slice(0, 0);
        yield return () => view.Slice(0);
        if (view.Length > 0)
        {
            yield return () => view.Read<byte>(0);
            yield return () => view.GetSpan(1, 1);
        }

        if (region.IsWritable)
        {
            yield return () => view.AsWritableSpan();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OpenAndForget(string path)
    {
        MemoryRegion region = MemoryRegion.OpenFile(path);
        Assert.That(region.View.Read<byte>(0), Is.Zero);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static BufferView OpenView(string path) => MemoryRegion.OpenFile(path).View;

    private void AssertMapped(bool expected)
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.That(IsMapped(), Is.EqualTo(expected), "the file in /proc/self/maps");
        }
    }

    private bool IsMapped() => OperatingSystem.IsLinux() && File.ReadLines("/proc/self/maps").Any(line => line.EndsWith(_path, StringComparison.Ordinal));
}
