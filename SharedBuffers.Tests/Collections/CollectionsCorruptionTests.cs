using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Collections;

/// <summary>
/// Damage behind the directory, which opening does not look at: whatever is read then is a value or a <see cref="CorruptBufferException"/>.
/// </summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CollectionsCorruptionTests : IDisposable
{
    private const int Records = 5;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Read_AnyByteOfASectionDamaged_GivesValuesOrCorrupt()
    {
        Write();
        byte[] good = File.ReadAllBytes(_folder["a.sbuf"]);
        using MemoryRegion region = MemoryRegion.CopyOf(good);
        Span<byte> bytes = region.View.AsWritableSpan();
        List<FileSection> sections;
        using (BufferFile file = BufferFile.Open(region, ownsRegion: false))
        {
            sections = [.. file.Sections.Where(s => s.Kind != SectionKind.BlockChecksums)];
        }

        int corrupt = 0;
        int reads = 0;
        foreach (FileSection section in sections)
        {
            for (long offset = section.Offset; offset < section.Offset + section.Length; offset++)
            {
                byte original = bytes[(int)offset];
                foreach (byte damage in new byte[] { 0, 1, 0x7F, 0x80, 0xFF, (byte)~original, (byte)(original + 8), (byte)(original ^ 16) })
                {
                    if (damage != original)
                    {
                        bytes[(int)offset] = damage;
                        corrupt += ReadEverything(region) ? 0 : 1;
                        reads++;
                    }
                }

                bytes[(int)offset] = original;
            }
        }

        Assert.Multiple(() =>
        {
            Assert.That(ReadEverything(region), "the bytes are whole again");
            Assert.That(corrupt, Is.GreaterThan(100).And.LessThan(reads));
        });
    }

    /// <summary>Whether nothing was found to be damaged. Any other exception passes through and fails the test.</summary>
    private static bool ReadEverything(MemoryRegion region)
    {
        try
        {
            using Bundle bundle = Bundle.Open(BufferFile.Open(region, ownsRegion: false));
            MappedDictionary<string, Product.View> text = bundle.GetDictionary<string, Product.View>("text");
            MappedDictionary<uint, Product.View> integers = bundle.GetDictionary<uint, Product.View>("integers");
            MappedDictionary<string, Product.View> inline = bundle.GetDictionary<string, Product.View>("inline");
            MappedDictionary<ulong, Product.View> wide = bundle.GetDictionary<ulong, Product.View>("wide");
            long sum = 0;
            for (int i = 0; i <= Records; i++)
            {
                sum += text.TryGetValue($"key {i}", out Product.View view) ? Read(view) : 0;
                sum += integers.TryGetValue((uint)i, out view) ? Read(view) : 0;
                sum += inline.TryGetValue($"key {i}", out view) ? Read(view) : 0;
                sum += wide.TryGetValue((ulong)i, out view) ? Read(view) : 0;
            }

            // A damaged count may promise many elements; all that there are fit the file.
            sum += text.Take(10).Aggregate(0L, (total, pair) => total + pair.Key.Length + Read(pair.Value));
            sum += integers.Take(10).Aggregate(0L, (total, pair) => total + pair.Key + Read(pair.Value));
            sum += inline.Take(10).Aggregate(0L, (total, pair) => total + pair.Key.Length + Read(pair.Value));
            sum += wide.Take(10).Aggregate(0L, (total, pair) => total + (long)pair.Key + Read(pair.Value));
            GC.KeepAlive(sum);
            return true;
        }
        catch (CorruptBufferException)
        {
            return false;
        }
    }

    private static long Read(Product.View view)
    {
        long sum = view.Number + (view.Price is null ? 0 : 1) + view.Name.ToString().Length;
        foreach (int size in view.Sizes)
        {
            sum += size;
        }

        return sum;
    }

    private void Write()
    {
        using var builder = new BundleBuilder(_folder["a.sbuf"]);
        KeyedArrayBuilder<string, Product> text = builder.AddKeyedArray<string, Product>("text", "text");
        KeyedArrayBuilder<uint, Product> integers = builder.AddKeyedArray<uint, Product>("integers", "integers");
        IndexBuilder<string> inline = builder.AddIndex<string>("inline", text);
        IndexBuilder<ulong> wide = builder.AddIndex<ulong>("wide", text);
        for (int i = 0; i < Records; i++)
        {
            RecordReference record = text.Add($"key {i}", Product.Numbered(i));
            integers.Add((uint)i, Product.Numbered(i));
            inline.Add(i == 3 ? new string('k', 300) : $"key {i}", record);
            wide.Add((ulong)i, record);
        }

        builder.Publish();
    }
}
