using System.Text;
using NUnit.Framework;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Peers;

namespace SharedBuffers.Tests.Bench;

public sealed class KeySpaceTests
{
    [TestCase(8)]
    [TestCase(15)]
    [TestCase(20)]
    [TestCase(59)]
    public void Text_ManyIndexes_AreDistinctAndOfTheLengthAskedFor(int length)
    {
        var keys = Enumerable.Range(0, 100_000).Select(i => KeySpace.Text(i, length)).ToHashSet(StringComparer.Ordinal);

        Assert.That(keys, Has.Count.EqualTo(100_000));
        Assert.That(keys, Has.All.Length.EqualTo(length));
    }

    [Test]
    public void Value_AnyIndex_FitsASignedInteger() => Assert.That(Enumerable.Range(0, 1000).Select(i => KeySpace.Value(i)), Has.All.LessThanOrEqualTo((ulong)long.MaxValue));

    [Test]
    public void Queries_HitsAndMisses_AreOfTheEntriesAndNotOfThem()
    {
        var entries = new Entries(1000, 20);
        Dictionary<string, ulong> all = HeapStore.FillText(entries);
        var hits = (TextQueries)entries.Queries(500);
        var misses = (TextQueries)entries.Queries(500, miss: true);

        Assert.That(hits.Strings.Count(all.ContainsKey), Is.EqualTo(500));
        Assert.That(misses.Strings.Count(all.ContainsKey), Is.Zero);
        Assert.That(Encoding.UTF8.GetString(hits.Utf8(7)), Is.EqualTo(hits.Strings[7]));
    }
}
