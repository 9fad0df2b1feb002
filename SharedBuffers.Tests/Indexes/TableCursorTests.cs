using NUnit.Framework;
using SharedBuffers.Hashing;
using SharedBuffers.Indexes;
using SharedBuffers.Memory;

namespace SharedBuffers.Tests.Indexes;

public sealed class TableCursorTests
{
    [Test]
    public void ReadUpTo_ManyPartsBetweenEntries_ReadsNoEntryMoreThanTwice()
    {
        const int Keys = 100;
        const int Parts = 10_000;
        using StringIdMapperBuilder builder = StringIdMapper.CreateBuilder(new IndexBuildOptions { FillPercent = TableGeometry.FillPercent });
        foreach ((byte[] key, int i) in RandomKeys.Distinct(new Random(5), Keys, 2, 30).Select((key, i) => (key, i)))
        {
            builder.Add(key, (ulong)i);
        }

        var stream = new MemoryStream();
        builder.Build(stream);
        using MemoryRegion region = MemoryRegion.CopyOf(stream.ToArray());
        using var cursor = new CountingCursor(RawTable.Open(region.View));
        var values = new List<ulong>();
        for (int part = 1; part <= Parts; part++)
        {
            ulong last = part == Parts ? ulong.MaxValue : (ulong)part * (ulong.MaxValue / Parts);
            cursor.ReadUpTo(last, (hash, value, _) =>
            {
                Assert.That(hash, Is.LessThanOrEqualTo(last));
                values.Add(value);
            });
        }

        Assert.That(values, Is.EquivalentTo(Enumerable.Range(0, Keys)));
        Assert.That(cursor.EntriesRead, Is.LessThanOrEqualTo(2 * Keys), "hashing a key takes as long as the key is");
    }

    private sealed class CountingCursor(RawTable table) : TableCursor(table, table.Seed, ascends: true)
    {
        public int EntriesRead { get; private set; }

        protected override bool TryRead(long position, out ulong hash, out ReadOnlySpan<byte> key, out ulong value)
        {
            bool occupied = Table.TryReadInline(position, out key, out value);
            hash = XxHash3.Hash64(key, Seed);
            EntriesRead += occupied ? 1 : 0;
            return occupied;
        }
    }
}
