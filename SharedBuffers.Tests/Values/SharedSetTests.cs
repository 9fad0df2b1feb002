using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Values;

[TestFixture]
public class SharedSetTests
{
    [Test]
    public void Contains_BitmapsOfEveryLength_AgreesWithHashSet()
    {
        for (int limit = 0; limit <= 135; limit += 5)
        {
            HashSet<int> values = [.. Enumerable.Range(0, limit).Where(i => i * 7 % 3 != 1)];
            SharedSet<int> set = Packed.Set(values);
            Assert.That(set.Count, Is.EqualTo(values.Count));
            Assert.That(set, Is.EquivalentTo(values));
            for (int i = -2; i < 140; i++)
            {
                bool expected = values.Contains(i);
                if (set.Contains(i) != expected || set.As<long>().Contains(i) != expected || set.As<double>().Contains(i) != expected || set.As<double>().Contains(i + 0.5))
                {
                    Assert.Fail($"{i} in the set below {limit}");
                }
            }
        }
    }

    [Test]
    public void Contains_ManyIntegersOfAnySpread_AgreesWithHashSet()
    {
        const int Seed = 11;
        var random = new Random(Seed);
        Func<int, long>[] spreads =
        [
            i => i * 3L,
            i => random.NextInt64() * (random.Next(2) == 0 ? 1 : -1),
            i => random.NextInt64() >> random.Next(64),
            i => i < 200 ? i : long.MaxValue - i,
            i => i % 2 == 0 ? long.MinValue + i : i,
            i => 1L << (i % 63),
        ];
        foreach (Func<int, long> spread in spreads)
        {
            foreach (int count in new[] { 64, 65, 400, 3000 })
            {
                long[] wide = [.. Enumerable.Range(0, count).Select(spread)];
                CheckMany(wide, static n => n);
                CheckMany(wide, static n => (ulong)n);
                CheckMany(wide, static n => (int)n);
                CheckMany(wide, static n => (uint)n);
                CheckMany(wide, static n => (short)n);
                CheckMany(wide, static n => (ushort)n);
                CheckMany(wide, static n => (sbyte)n);
                CheckMany(wide, static n => (byte)n);
            }
        }

        static void CheckMany<T>(long[] wide, Func<long, T> narrow)
        {
            HashSet<T> heap = [.. wide.Select(narrow)];
            SharedSet<T> set = Packed.Set(heap);
            foreach (long number in wide)
            {
                for (int near = -1; near <= 1; near++)
                {
                    T key = narrow(unchecked(number + near));
                    if (set.Contains(key) != heap.Contains(key))
                    {
                        Assert.Fail($"{key} in a set of {heap.Count} {typeof(T).Name}, seed {Seed}");
                    }
                }
            }
        }
    }

    [Test]
    public void Contains_NumericWidths_AgreesWithHashSet()
    {
        Check<sbyte>([-128, -1, 0, 127], [1, 126]);
        Check<byte>([120, 255], [0, 119]);
        Check<short>([-1, 300], [299, short.MinValue]);
        Check<ushort>([120, 65535], [0]);
        Check<int>([int.MinValue, -5, 70000], [-4, int.MaxValue]);
        Check<uint>([120, uint.MaxValue], [0]);
        Check<long>([long.MinValue, 0, long.MaxValue], [1]);
        Check<ulong>([5, ulong.MaxValue], [6]);
        Check<float>([-1.5f, 0, 2, float.PositiveInfinity], [1.5f, float.NaN]);
        Check<double>([-1.5, 0, 2, double.NegativeInfinity, double.NaN], [1.5, double.PositiveInfinity]);

        static void Check<T>(T[] present, T[] absent)
        {
            SharedSet<T> set = Packed.Set(present);
            Assert.That(present.All(set.Contains), Is.True, typeof(T).Name);
            Assert.That(absent.Any(set.Contains), Is.False, typeof(T).Name);
            Assert.That(set.ToHashSet(), Is.EquivalentTo(present));
            Assert.That(set.SetEquals(present), Is.True);
        }
    }

    [Test]
    public void Contains_OtherTypeThanStored_ComparesValues()
    {
        SharedSet<SharedValue> ints = Packed.Set<int, SharedValue>([1, 200]);
        SharedSet<SharedValue> mixed = Packed.Set<object, SharedValue>([1L, 2.5, "a"]);
        Assert.That(ints.As<double>().Contains(1.5), Is.False);
        Assert.That(ints.As<double>().Contains(200.0), Is.True);
        Assert.That(ints.As<SharedString>().Contains("a"), Is.False);
        Assert.That(ints.As<ulong>().Contains(ulong.MaxValue), Is.False);
        Assert.That(ints.Contains(default), Is.False);
        Assert.That(mixed.As<byte>().Contains(1), Is.True);
        Assert.That(mixed.As<double>().Contains(2.5), Is.True);
        Assert.That(mixed.As<SharedString>().Contains("a"u8), Is.True);
        Assert.That(mixed.As<SharedBytes>().Contains("a"u8), Is.False);
        Assert.That(() => mixed.As<int>().ToArray(), Throws.InstanceOf<CorruptBufferException>());
    }

    [Test]
    public void Contains_Strings_FindsThemInEveryShape([Values(0, 1, 3, 8, 9, 100, 1000)] int count)
    {
        HashSet<string> values = [.. Enumerable.Range(0, count).Select(i => $"key-{i}-é")];
        SharedSet<SharedString> set = Packed.Set<string, SharedString>(values);
        foreach (string value in values)
        {
            bool all = set.Contains(value) && set.Contains(value.AsSpan()) && set.Contains(System.Text.Encoding.UTF8.GetBytes(value)) && set.Contains(Packed.String(value));
            Assert.That(all, Is.True, value);
        }

        Assert.That(set.Contains("absent"), Is.False);
        Assert.That(set.Contains((string?)null), Is.False);
        Assert.That(set.Select(s => s.ToString()), Is.EquivalentTo(values));
    }

    [Test]
    public void Contains_Null_IsFoundWhenStored()
    {
        SharedSet<SharedString> set = Packed.Set<string?, SharedString>(["a", null]);
        Assert.That(set.Contains((string?)null), Is.True);
        Assert.That(set.Contains(default(SharedString)), Is.True);
    }

    [Test]
    public void Comparisons_EveryPairOfForms_AgreeWithHashSet()
    {
        object[][] sets =
        [
            [], [0L], [1L, 2L, 3L], [1.0, 2.0, 3.0], [1L, 2L, 3L, 119L], [130L], [130L, 300L], [-1L, 1L, 2L, 3L], [1L, 2.5], [1L, "a"], ["a"], ["a", "b", 1L, 2L, 3L],
            [1.0, 2.0, 3.0, 130.0, 300.0], [(object)new byte[] { 97 }, "a"], [.. Enumerable.Range(0, 40).Select(i => (object)$"s{i}")], [1L, 2L, 3L, "a", 2.5, 130L, 300L],
        ];
        foreach (object[] a in sets)
        {
            foreach (object[] b in sets)
            {
                HashSet<object> left = [.. a.Select(Normal)];
                HashSet<object> right = [.. b.Select(Normal)];
                SharedSet<SharedValue> l = Packed.Set<object, SharedValue>(a);
                SharedSet<SharedValue> r = Packed.Set<object, SharedValue>(b);
                string pair = $"{string.Join(',', a)} ? {string.Join(',', b)}";
                Assert.That(l.IsSubsetOf(r), Is.EqualTo(left.IsSubsetOf(right)), pair);
                Assert.That(l.IsSupersetOf(r), Is.EqualTo(left.IsSupersetOf(right)), pair);
                Assert.That(l.IsProperSubsetOf(r), Is.EqualTo(left.IsProperSubsetOf(right)), pair);
                Assert.That(l.IsProperSupersetOf(r), Is.EqualTo(left.IsProperSupersetOf(right)), pair);
                Assert.That(l.Overlaps(r), Is.EqualTo(left.Overlaps(right)), pair);
                Assert.That(l.SetEquals(r), Is.EqualTo(left.SetEquals(right)), pair);
                Assert.That(l.IsSubsetOf(r.ToHashSet()), Is.EqualTo(left.IsSubsetOf(right)), pair);
                Assert.That(l.IsProperSubsetOf(r.ToArray()), Is.EqualTo(left.IsProperSubsetOf(right)), pair);
                Assert.That(l.IsProperSupersetOf(r.ToArray()), Is.EqualTo(left.IsProperSupersetOf(right)), pair);
                Assert.That(l.Overlaps(r.ToArray()), Is.EqualTo(left.Overlaps(right)), pair);
                Assert.That(l.SetEquals((IEnumerable<SharedValue>)r.ToArray()), Is.EqualTo(left.SetEquals(right)), pair);
                Assert.That(l.Union(r).Count, Is.EqualTo(left.Union(right).Count()), pair);
                Assert.That(l.Intersect(r).Count, Is.EqualTo(left.Intersect(right).Count()), pair);
                Assert.That(l.Except(r).Count, Is.EqualTo(left.Except(right).Count()), pair);
                Assert.That(l.SymmetricExcept(r).Count, Is.EqualTo(left.Except(right).Count() + right.Except(left).Count()), pair);
            }
        }

        // Numbers are one kind of element, bytes and text two.
        static object Normal(object value) => value switch
        {
            long n => (double)n,
            byte[] bytes => "bytes " + Convert.ToHexString(bytes),
            _ => value,
        };
    }

    [Test]
    public void PackSet_ElementWithoutStableHash_Throws()
    {
        using var context = new PackContext();
        Assert.That(() => ValuePacker.PackSet<object>(context, [new List<int> { 1 }, "a"]), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void Read_AfterDispose_ThrowsObjectDisposed([Values] bool bitmap)
    {
        MemoryRegion region = Packed.Region(c => ValuePacker.PackSet<int>(c, bitmap ? [1] : [1000]), out long position);
        var set = new SharedSet<int>(region, position);
        region.Dispose();
        Assert.That(() => set.Contains(1), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => set.ToArray(), Throws.InstanceOf<ObjectDisposedException>());
    }
}
