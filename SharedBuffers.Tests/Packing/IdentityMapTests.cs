using NUnit.Framework;
using SharedBuffers.Packing;

namespace SharedBuffers.Tests.Packing;

/// <summary>Under eviction and rollback, in any order: bounded, never wrong about a place, and nothing of a failed pack stays.</summary>
[TestFixture]
public sealed class IdentityMapTests
{
    [Test]
    public void AddAndRollback_AnyOrder_NeverKnowsAPlaceThatIsGone([Values(1, 2, 3, 7, 64)] int capacity)
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var map = new IdentityMap(capacity);
            map.Preload(Key(-1), 777);
            var everAt = new Dictionary<int, HashSet<long>>();
            var marks = new Stack<(long Journal, long End)>();
            long end = 0;
            for (int step = 0; step < 200; step++)
            {
                switch (random.Next(8))
                {
                    case 0:
                        marks.Push((map.JournalPosition, end));
                        break;
                    case 1 when marks.Count > 0:
                        (long journal, end) = marks.Pop();
                        map.Rollback(journal);
                        foreach (HashSet<long> places in everAt.Values)
                        {
                            long cut = end;
                            places.RemoveWhere(place => place >= cut);
                        }

                        break;
                    default:
                        int key = random.Next(2 * capacity + 2);
                        map.Add(Key(key), end);
                        (everAt.TryGetValue(key, out HashSet<long>? known) ? known : everAt[key] = []).Add(end);
                        end += 8;
                        Assert.That(map.TryGet(Key(key), out long last) ? last : -1, Is.EqualTo(end - 8), $"seed {seed}: what was just packed");
                        break;
                }

                Assert.That(map.Count, Is.LessThanOrEqualTo(capacity + 1), $"seed {seed}");
                foreach ((int key, HashSet<long> places) in everAt)
                {
                    Assert.That(!map.TryGet(Key(key), out long place) || places.Contains(place), Is.True, $"seed {seed}: {key} at {place} of {end}");
                }
            }

            Assert.That(map.TryGet(Key(-1), out long preloaded) ? preloaded : 0, Is.EqualTo(777), $"seed {seed}");
        }
    }

    [Test]
    public void Pin_ThenClearAndRollback_LeavesPinnedPlaces()
    {
        var map = new IdentityMap(capacity: 2);
        map.Add(Key(1), 8);
        map.Pin();
        long mark = map.JournalPosition;
        map.Add(Key(2), 16);
        map.Add(Key(1), 24);
        map.Rollback(mark);
        Assert.That(map.TryGet(Key(1), out long place) ? place : 0, Is.EqualTo(8));
        Assert.That(map.TryGet(Key(2), out _), Is.False);
        map.Clear();
        Assert.That(map.TryGet(Key(1), out place) ? place : 0, Is.EqualTo(8));
        Assert.That(() => map.Rollback(5), Throws.InvalidOperationException);
    }

    private static IdentityKey Key(int number) => IdentityKey.OfInteger((long)number, PackTarget.Value);
}
