using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Values;

[TestFixture]
public class SharedListTests
{
    [Test]
    public void List_EveryNumericType_KeepsItsWidth()
    {
        Check<byte>([0, 1, 255]);
        Check<sbyte>([-128, 0, 127]);
        Check<ushort>([0, 65535]);
        Check<short>([-32768, 32767, 5]);
        Check<uint>([0, uint.MaxValue]);
        Check<int>([int.MinValue, 0, int.MaxValue]);
        Check<ulong>([0, ulong.MaxValue]);
        Check<long>([long.MinValue, long.MaxValue]);
        Check<float>([float.NaN, float.Epsilon, -0f, float.MaxValue]);
        Check<double>([double.NaN, double.Epsilon, -0.0, double.MaxValue]);

        static void Check<T>(T[] values)
        {
            SharedList<T> list = Packed.List(values);
            Assert.That(list.IsInline, Is.True);
            Assert.That(list.AsSpan().ToArray(), Is.EqualTo(values));
            Assert.That(list.ToArray(), Is.EqualTo(values));
            Assert.That(list.Select(v => v), Is.EqualTo(values));
            Assert.That(list[^1], Is.EqualTo(values[^1]));
            Assert.That(list.IndexOf(values[^1]), Is.EqualTo(values.Length - 1));
        }
    }

    [Test]
    public void List_OtherWidth_ConvertsWhatFits()
    {
        Assert.That(Packed.List<byte, int>([1, 255]).ToArray(), Is.EqualTo(new[] { 1, 255 }));
        Assert.That(Packed.List<int, double>([-7, 8]).ToArray(), Is.EqualTo(new[] { -7.0, 8.0 }));
        Assert.That(Packed.List<double, int>([-7.0, 8.0]).ToArray(), Is.EqualTo(new[] { -7, 8 }));
        Assert.That(Packed.List<long, byte>([0, 255]).ToArray(), Is.EqualTo(new byte[] { 0, 255 }));
        Assert.That(Packed.List<float, double>([1.5f, float.NaN]).ToArray(), Is.EqualTo(new[] { 1.5, double.NaN }));
        Assert.That(Packed.List<byte, bool>([0, 1, 2]).ToArray(), Is.EqualTo(new[] { false, true, true }));
        Assert.That(Packed.List<ulong, double>([ulong.MaxValue])[0], Is.EqualTo(18446744073709551616.0));
    }

    [Test]
    public void List_ValueThatDoesNotFit_ThrowsCorruptWithTypes()
    {
        Assert.That(() => Packed.List<int, byte>([256])[0], Throws.InstanceOf<CorruptBufferException>().With.Message.Contains("Byte"));
        Assert.That(() => Packed.List<int, uint>([-1])[0], Throws.InstanceOf<CorruptBufferException>());
        Assert.That(() => Packed.List<ulong, long>([ulong.MaxValue])[0], Throws.InstanceOf<CorruptBufferException>());
        Assert.That(() => Packed.List<double, int>([1.5])[0], Throws.InstanceOf<CorruptBufferException>());
        Assert.That(() => Packed.List<double, float>([0.1])[0], Throws.InstanceOf<CorruptBufferException>());
        Assert.That(() => Packed.List<double, long>([9223372036854775808.0])[0], Throws.InstanceOf<CorruptBufferException>());
        Assert.That(() => Packed.List<int, SharedString>([1])[0], Throws.InstanceOf<CorruptBufferException>());
        Assert.That(() => Packed.List<string, int>(["1"])[0], Throws.InstanceOf<CorruptBufferException>());
    }

    [Test]
    public void List_OfStringsWithNulls_ReadsBack()
    {
        string?[] values = ["a", null, "", "Ä𐐀", new string('l', 100_000)];
        SharedList<SharedString> list = Packed.List<string?, SharedString>(values);
        Assert.That(list.Select(s => s.IsNull ? null : s.ToString()), Is.EqualTo(values));
        Assert.That(list.TryGetSpan(out _), Is.False);
    }

    [Test]
    public void List_OfNullables_IsInlineOnlyWithoutNulls()
    {
        Assert.That(Packed.List<int?, int>([1, 2]).IsInline, Is.True);
        Assert.That(Packed.List<int?>([1, null, 3]).ToArray(), Is.EqualTo(new int?[] { 1, null, 3 }));
        Assert.That(() => Packed.List<int?, int>([1, null])[1], Throws.InstanceOf<CorruptBufferException>().With.Message.Contains("null"));
        Assert.That(Packed.List<bool>([true, false]).ToArray(), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public void List_OfLists_ReadsNested()
    {
        SharedList<SharedList<int>> list = Packed.List<int[], SharedList<int>>([[1, 2], [], [3]]);
        Assert.That(list.Select(l => l.ToArray()), Is.EqualTo(new int[][] { [1, 2], [], [3] }));
    }

    [Test]
    public void List_Empty_ReadsAsAnything()
    {
        Assert.That(Packed.List<int, SharedString>([]), Is.Empty);
        Assert.That(Packed.List<string, double>([]).AsSpan().Length, Is.Zero);
        Assert.That(default(SharedList<int>).IsNull && default(SharedList<int>).Count == 0, Is.True);
        Assert.That(default(SharedList<int>).ToArray(), Is.Empty);
    }

    [Test]
    public void Slice_EveryStartStopStep_AgreesWithArray([Values(1, 2, 3, 7, -1, -2, -5)] int step)
    {
        int[] values = [.. Enumerable.Range(0, 9)];
        SharedList<int> list = Packed.List(values);
        SharedList<SharedString> strings = Packed.List<string, SharedString>([.. values.Select(v => $"{v}")]);
        for (int start = 0; start < 9; start++)
        {
            int most = step > 0 ? (8 - start) / step + 1 : start / -step + 1;
            for (int count = 0; count <= most; count++)
            {
                int[] expected = [.. Enumerable.Range(0, count).Select(i => start + (i * step))];
                Assert.That(list.Slice(start, count, step).ToArray(), Is.EqualTo(expected));
                Assert.That(strings.Slice(start, count, step).Select(s => s.ToString()), Is.EqualTo(expected.Select(e => $"{e}")));
                if (count > 1)
                {
                    Assert.That(list.Slice(start, count, step)[^1], Is.EqualTo(expected[^1]));
                    Assert.That(list.Slice(start, count, step).Slice(1, count - 1).ToArray(), Is.EqualTo(expected[1..]));
                    Assert.That(list.Slice(start, count, step).Reverse().ToArray(), Is.EqualTo(expected.AsEnumerable().Reverse()));
                }
            }

            Assert.That(() => list.Slice(start, most + 1, step), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }

        Assert.That(list[2..^3].AsSpan().ToArray(), Is.EqualTo(values[2..^3]));
        Assert.That(() => list.Slice(0, 1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Indexer_Outside_ThrowsArgumentOutOfRange()
    {
        SharedList<int> list = Packed.List<int>([1, 2]);
        Assert.That(() => list[2], Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => list[-1], Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => list[^3], Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => list[long.MinValue], Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void BinarySearch_Sorted_AgreesWithArray()
    {
        int[] values = [1, 3, 5, 7, 9];
        SharedList<int> list = Packed.List(values);
        SharedList<long> converted = Packed.List<int, long>(values);
        for (int key = 0; key <= 10; key++)
        {
            Assert.That(list.BinarySearch(key), Is.EqualTo(Array.BinarySearch(values, key)));
            Assert.That(converted.BinarySearch(key), Is.EqualTo(Array.BinarySearch(values, key)));
        }
    }

    [Test]
    public void SequenceCompare_AgreesWithSpans()
    {
        SharedList<int> left = Packed.List<int>([1, 2, 3]);
        Assert.That(left.SequenceEqual(Packed.List<byte, int>([1, 2, 3])), Is.True);
        Assert.That(left.SequenceEqual([1, 2, 3]), Is.True);
        Assert.That(left.SequenceEqual([1, 2, 4]), Is.False);
        Assert.That(left.SequenceCompareTo(Packed.List<int>([1, 2])), Is.GreaterThan(0));
        Assert.That(left.SequenceCompareTo(Packed.List<int>([1, 3])), Is.LessThan(0));
    }

    [Test]
    public void LongHeader_2To24Elements_ReadsBack()
    {
        var values = new byte[0xFFFFFF];
        values[^1] = 7;
        SharedList<byte> list = Packed.List(values);
        Assert.That(list.LongCount, Is.EqualTo(0xFFFFFF));
        Assert.That(list[^1], Is.EqualTo(7));
        Assert.That(Packed.List(values[1..]).Count, Is.EqualTo(0xFFFFFE));
    }

    [Test]
    public void Read_CountBeyondRegion_ThrowsCorrupt()
    {
        foreach (byte[] bytes in new byte[][]
                 {
                     [0x42, 0xFE, 0xFF, 0xFF, 1, 2, 3, 4], [0x42, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
                     [0x71, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x54, 2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0], [0x00, 0, 0, 0, 0, 0, 0, 0], [0x42],
                 })
        {
            using MemoryRegion region = MemoryRegion.CopyOf(bytes);
            Assert.That(() => new SharedList<byte>(region, 0), Throws.InstanceOf<CorruptBufferException>(), Convert.ToHexString(bytes));
        }
    }

    [Test]
    public void Read_AfterDispose_ThrowsObjectDisposed()
    {
        MemoryRegion region = Packed.Region(c => ValuePacker.PackSequence(c, new[] { 1, 2 }), out long position);
        var list = new SharedList<int>(region, position);
        region.Dispose();
        Assert.That(() => list[0], Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => list.AsSpan().Length, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => list.ToArray(), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Enumerator_EveryForm_GoesFromEndToEndAndAgain([Values(1, 3, -1, -2)] int step)
    {
        double[] model = [.. Enumerable.Range(0, 10).Select(i => i / 2.0)];
        Check(Packed.List(model), model);
        Check(Packed.List<object, double>([.. model.Select(number => (object)(number % 1 == 0 ? (int)number : number))]), model);
        Check(default(SharedList<double>), []);

        void Check(SharedList<double> list, double[] expected)
        {
            int count = (expected.Length + Math.Abs(step) - 1) / Math.Abs(step);
            list = list.Slice(step > 0 || count == 0 ? 0 : expected.Length - 1, count, step);
            expected = [.. (step > 0 ? expected : Enumerable.Reverse(expected)).Where((_, i) => i % Math.Abs(step) == 0)];
            SharedList<double>.Enumerator enumerator = list.GetEnumerator();
            for (int round = 0; round < 2; round++)
            {
                Assert.That(enumerator.Current, Is.Zero, "before the first");
                foreach (double number in expected)
                {
                    Assert.That((enumerator.MoveNext(), enumerator.Current), Is.EqualTo((true, number)));
                }

                Assert.That((enumerator.MoveNext(), enumerator.MoveNext(), enumerator.Current), Is.EqualTo((false, false, 0.0)), "behind the last");
                enumerator.Reset();
            }
        }
    }

    [Test]
    public void Enumerator_RegionDisposedMeanwhile_ThrowsObjectDisposed()
    {
        MemoryRegion region = Packed.Region(c => ValuePacker.PackAny(c, new List<object> { new[] { 1.5, 2.5 }, new HashSet<int> { 1, 2 }, new[] { "a", "b" } }), out long position);
        SharedList<SharedValue> parts = SharedValue.Read(region, position).AsList();
        SharedList<double>.Enumerator numbers = parts[0].Get<SharedList<double>>().GetEnumerator();
        SharedSet<int>.Enumerator bits = parts[1].Get<SharedSet<int>>().GetEnumerator();
        SharedList<SharedString>.Enumerator texts = parts[2].Get<SharedList<SharedString>>().GetEnumerator();
        Assert.That(numbers.MoveNext() && bits.MoveNext() && texts.MoveNext(), Is.True);
        region.Dispose();
        Assert.That(() => numbers.MoveNext(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => bits.MoveNext(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => texts.MoveNext(), Throws.InstanceOf<ObjectDisposedException>());
    }
}
