using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Generators;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Collections;

/// <summary>Arrays of records: every way to index, slice, mask, order and copy them, against the BCL's list of the same records.</summary>
[TestFixture]
public sealed class MappedArrayTests
{
    private const int Count = 300;

    private TemporaryFolder _folder = null!;
    private MappedArray<OrderLine.View> _array = null!;

    [OneTimeSetUp]
    public void Build()
    {
        _folder = new TemporaryFolder();
        using (MappedArrayBuilder<OrderLine> builder = MappedArray.CreateBuilder<OrderLine>(_folder["array.sbuf"]))
        {
            builder.AddRange(Enumerable.Range(0, Count).Select(i => new OrderLine { Count = i, Text = $"line {i}" }));
            builder.Publish();
        }

        _array = MappedArray.Open<OrderLine.View>(_folder["array.sbuf"]);
    }

    [OneTimeTearDown]
    public void Close()
    {
        _array.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void Index_FromStartAndEnd_GivesTheRecord()
    {
        Assert.That((_array.Count, _array.LongCount), Is.EqualTo((Count, (long)Count)));
        Assert.That((_array[7].Count, _array[7L].Count, _array[^1].Count, _array[^Count].Count), Is.EqualTo((7, 7, Count - 1, 0)));
        foreach (long bad in new[] { -1, Count, long.MaxValue, long.MinValue })
        {
            Assert.That(() => _array[bad], Throws.TypeOf<ArgumentOutOfRangeException>());
        }

        Assert.That(() => _array[^(Count + 1)], Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => _array[^0], Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Range_EveryKind_IsThatOfAList()
    {
        List<int> model = [.. Enumerable.Range(0, Count)];
        foreach (Range range in new[] { .., 5.., ..5, ^5.., ..^5, 10..20, 10..^20, ^20..^10, 0..0, ^0.., 7..7 })
        {
            Assert.That(Numbers(_array[range]), Is.EqualTo(model[range]), range.ToString());
        }

        Assert.That(Numbers(_array[100..200][^30..][..10][1..^1]), Is.EqualTo(model[100..200][^30..][..10][1..^1]));
        foreach (Range bad in new[] { 0..(Count + 1), 5..4, ^(Count + 1)..^1, (Count + 1).. })
        {
            Assert.That(() => _array[bad], Throws.TypeOf<ArgumentOutOfRangeException>(), bad.ToString());
        }
    }

    [Test]
    public void Slice_RandomStepsInsideSlices_AreThoseOfAModel()
    {
        const int Seed = 4711;
        var random = new Random(Seed);
        for (int round = 0; round < 2000; round++)
        {
            MappedArraySlice<OrderLine.View> slice = _array.All;
            List<int> model = [.. Enumerable.Range(0, Count)];
            for (int depth = 0; depth < 3; depth++)
            {
                int start = random.Next(model.Count + 1);
                int step = random.Next(2) == 0 ? random.Next(1, 9) : -random.Next(1, 9);
                int most = start == model.Count ? 0 : step > 0 ? ((model.Count - 1 - start) / step) + 1 : (start / -step) + 1;
                int count = random.Next(most + 1);
                int from = start;
                MappedArraySlice<OrderLine.View> outer = slice;
                Assert.That(() => outer.Slice(from, most + 1, step), Throws.TypeOf<ArgumentOutOfRangeException>(), $"seed {Seed}, round {round}");
                slice = slice.Slice(start, count, step);
                model = [.. Enumerable.Range(0, count).Select(i => model[from + (i * step)])];
            }

            Assert.That(Numbers(slice), Is.EqualTo(model), $"seed {Seed}, round {round}");
            Assert.That(slice.Select(v => v.Count), Is.EqualTo(model));
            model.Reverse();
            Assert.That(Numbers(slice.Reverse()), Is.EqualTo(model));
        }
    }

    [Test]
    public void Slice_ExtremeArguments_AreRefusedOrRight()
    {
        Assert.That(() => _array.Slice(0, 1, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => _array.Slice(0, 2, long.MaxValue), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => _array.Slice(5, 2, long.MinValue), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => _array.Slice(-1, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => _array.Slice(0, long.MaxValue), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => _array.Slice(0, -1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(Numbers(_array.Slice(5, 1, long.MinValue)), Is.EqualTo(new[] { 5 }));
        Assert.That(Numbers(_array.Slice(5, 1, long.MaxValue).Reverse()), Is.EqualTo(new[] { 5 }));
        Assert.That(Numbers(_array.All.Every(100)), Is.EqualTo(new[] { 0, 100, 200 }));
        Assert.That(Numbers(_array[0..0].Every(3)), Is.Empty);
        Assert.That(default(MappedArraySlice<OrderLine.View>), Is.Empty);
    }

    [Test]
    public void Masked_FlagsAndBits_SelectTheSame()
    {
        const int Seed = 99;
        var random = new Random(Seed);
        foreach (double density in new[] { 0, 0.02, 0.5, 1 })
        {
            bool[] flags = [.. Enumerable.Range(0, Count + 5).Select(_ => random.NextDouble() < density)];
            ulong[] bits = new ulong[(Count / 64) + 2];
            for (int i = 0; i < flags.Length; i++)
            {
                bits[i / 64] |= flags[i] ? 1UL << (i % 64) : 0;
            }

            List<int> byFlags = [];
            foreach (OrderLine.View line in _array.Masked(flags))
            {
                byFlags.Add(line.Count);
            }

            List<int> byBits = [];
            MaskedRecords<OrderLine.View>.Enumerator enumerator = _array.Masked(bits).GetEnumerator();
            while (enumerator.MoveNext())
            {
                Assert.That(enumerator.Index, Is.EqualTo(enumerator.Current.Count));
                byBits.Add(enumerator.Current.Count);
            }

            Assert.That(byFlags, Is.EqualTo(Enumerable.Range(0, Count).Where(i => flags[i])), $"seed {Seed}");
            Assert.That(byBits, Is.EqualTo(byFlags), $"seed {Seed}");
        }
    }

    [Test]
    public void Masked_FlagsOfOtherBytesThanOne_SelectAsTheLanguageDoes()
    {
        byte[] flags = new byte[Count];
        flags.AsSpan().Fill(2);
        int selected = 0;
        foreach (OrderLine.View _ in _array.Masked(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, bool>(flags)))
        {
            selected++;
        }

        Assert.That(selected, Is.EqualTo(Count));
    }

    [Test]
    public void Read_AfterDispose_Throws()
    {
        MappedArray<OrderLine.View> array = MappedArray.Open<OrderLine.View>(_folder["array.sbuf"]);
        MappedArraySlice<OrderLine.View> slice = array[1..3];
        array.Dispose();

        Assert.Multiple(() =>
        {
            Assert.That(() => array[0].Count, Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => slice[0].Count, Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => slice.Sum(line => line.Count), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => array.ToArray(line => line.Count), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => array.CopyTo(_folder["never.sbuf"]), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => array.Ahead().GetEnumerator().MoveNext(), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(array.LongCount, Is.EqualTo(Count));
        });
    }

    [Test]
    public void Masked_ShorterThanTheRecords_IsRefused()
    {
        Assert.That(() => { _array.Masked(new bool[Count - 1]); }, Throws.ArgumentException.With.Message.Contains($"{Count - 1}"));
        Assert.That(() => { _array.Masked(new ulong[Count / 64]); }, Throws.ArgumentException);
        Assert.That(() => { _array.Masked(default(ReadOnlySpan<bool>)); }, Throws.ArgumentException);
        foreach (OrderLine.View _ in _array[0..0].Masked(default(ReadOnlySpan<bool>)))
        {
            Assert.Fail("nothing is selected from nothing");
        }
    }

    [Test]
    public void Ahead_InOrderAndInAnyOrder_GivesTheRecords([Values(1, 16, 1000, int.MaxValue)] int distance)
    {
        List<int> numbers = [];
        foreach (OrderLine.View line in _array.Ahead(distance))
        {
            numbers.Add(line.Count);
        }

        Assert.That(numbers, Is.EqualTo(Enumerable.Range(0, Count)));
        long[] order = [5, 5, Count - 1, 0, 17, .. Enumerable.Range(0, Count).Select(i => (long)i).Reverse()];
        numbers.Clear();
        foreach (OrderLine.View line in _array.Ahead(order, distance))
        {
            numbers.Add(line.Count);
        }

        Assert.That(numbers, Is.EqualTo(order));
        Assert.That(() => { _array.Ahead(0); }, Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Ahead_RecordsOfOneSize_GivesTheRecords()
    {
        using (MappedArrayBuilder<WellAligned> builder = MappedArray.CreateBuilder<WellAligned>(_folder["regular.sbuf"]))
        {
            builder.AddRange(Enumerable.Range(0, Count).Select(i => new WellAligned { Number = i }));
            builder.Publish();
        }

        using MappedArray<WellAligned.View> array = MappedArray.Open<WellAligned.View>(_folder["regular.sbuf"]);
        long[] order = [.. Enumerable.Range(0, Count).Select(i => i * 7L % Count)];
        List<long> numbers = [];
        foreach (WellAligned.View record in array.Ahead(order))
        {
            numbers.Add(record.Number);
        }

        Assert.That(numbers, Is.EqualTo(order));
        Assert.That(() => First(array, [Count]), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => First(array, [-1]), Throws.TypeOf<ArgumentOutOfRangeException>());
        array.Dispose();
        Assert.That(() => First(array, order), Throws.TypeOf<ObjectDisposedException>());

        static long First(MappedArray<WellAligned.View> array, long[] order)
        {
            foreach (WellAligned.View record in array.Ahead(order))
            {
                return record.Number;
            }

            return -1;
        }
    }

    [Test]
    public void Ahead_OrderWithARecordThatIsNotThere_ThrowsWhenItIsReached()
    {
        int read = 0;
        Assert.That(
            () =>
            {
                foreach (OrderLine.View line in _array.Ahead([1, 2, Count, 3]))
                {
                    read += line.Count;
                }
            },
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(read, Is.EqualTo(3));
        foreach (OrderLine.View _ in _array.Ahead(default(ReadOnlySpan<long>)))
        {
            Assert.Fail("an empty order has no records");
        }
    }

    [Test]
    public void ToArray_Clones_OutliveTheFile()
    {
        OrderLine[] lines = _array[10..12].ToArray(v => v.ToOrderLine());

        Assert.That(lines.Select(l => (l.Count, l.Text)), Is.EqualTo(new[] { (10, "line 10"), (11, "line 11") }));
        Assert.That(_array.ToArray(), Has.Length.EqualTo(Count));
        Assert.That(_array.ToArray(v => v.Count), Is.EqualTo(Enumerable.Range(0, Count)));
    }

    [Test]
    public void IReadOnlyList_Linq_Works()
    {
        Assert.That(_array.Select(v => v.Count).Where(n => n % 2 == 0).Sum(), Is.EqualTo(Enumerable.Range(0, Count).Where(n => n % 2 == 0).Sum()));
        Assert.That(_array, Is.InstanceOf<IReadOnlyList<OrderLine.View>>());
    }

    [Test]
    public void Enumerator_OutsideTheRecords_Throws()
    {
        MappedArraySlice<OrderLine.View>.Enumerator enumerator = _array[..1].GetEnumerator();
        Assert.That(() => enumerator.Current, Throws.InvalidOperationException);
        Assert.That(enumerator.MoveNext() && !enumerator.MoveNext() && !enumerator.MoveNext());
        Assert.That(() => enumerator.Current, Throws.InvalidOperationException);
        enumerator.Reset();
        Assert.That(enumerator.MoveNext());
    }

    [Test]
    public void CopyTo_ArrayFile_IsTheSameFile()
    {
        ulong id = _array.CopyTo(_folder["copy.sbuf"]);

        Assert.That(File.ReadAllBytes(_folder["copy.sbuf"]), Is.EqualTo(File.ReadAllBytes(_folder["array.sbuf"])));
        using var copy = BufferFile.Open(_folder["copy.sbuf"]);
        Assert.That(copy.FileId, Is.EqualTo(id));
    }

    [Test]
    public void CopyTo_ArrayOfADictionary_StandsAlone()
    {
        using (MappedDictionaryBuilder<string, OrderLine> builder = MappedDictionary.CreateBuilder<string, OrderLine>(_folder["dictionary.sbuf"]))
        {
            Enumerable.Range(0, 50).ToList().ForEach(i => builder.Add($"key {i}", new OrderLine { Count = i }));
            builder.Publish();
        }

        using (MappedArray<OrderLine.View> records = MappedArray.Open<OrderLine.View>(_folder["dictionary.sbuf"]))
        {
            records.CopyTo(_folder["records.sbuf"]);
        }

        using MappedArray<ObjectView> copy = MappedArray.Open<ObjectView>(_folder["records.sbuf"]);
        Assert.That(copy.Select(v => v["Count"].Get<int>()), Is.EquivalentTo(Enumerable.Range(0, 50)));
        Assert.That(FileVerifier.Verify(copy.Region).IsValid);
    }

    [Test]
    public void CopyTo_DamagedAndChangedRecords_AreToldApart()
    {
        string path = _folder["changed.sbuf"];
        File.Copy(_folder["array.sbuf"], path);
        using (MappedArray<OrderLine.View> writable = MappedArray.Open<OrderLine.View>(path, access: MapAccess.ReadWrite))
        {
            ObjectView.Create(writable[3].Reference).GetAtomicNumber<int>("Count").Value = -3;
            writable.CopyTo(_folder["sealed.sbuf"]);
        }

        using MappedArray<OrderLine.View> changed = MappedArray.Open<OrderLine.View>(path);
        Assert.That(() => changed.CopyTo(_folder["refused.sbuf"]), Throws.TypeOf<CorruptBufferException>());
        Assert.That(File.Exists(_folder["refused.sbuf"]), Is.False);
        using MappedArray<OrderLine.View> resealed = MappedArray.Open<OrderLine.View>(_folder["sealed.sbuf"]);
        Assert.That(resealed[3].Count, Is.EqualTo(-3));
        Assert.That(FileVerifier.Verify(resealed.Region).IsValid);
    }

    [Test]
    public void Read_DamagedArrayIndex_IsDataOrCorrupt()
    {
        byte[] original = File.ReadAllBytes(_folder["array.sbuf"]);
        using var intact = BufferFile.Open(MemoryRegion.CopyOf(original));
        FileSection index = intact.GetSection(SectionKind.ArrayIndex, MappedArray.ArrayName);
        const int Seed = 5;
        var random = new Random(Seed);
        for (int round = 0; round < 300; round++)
        {
            byte[] damaged = [.. original];
            for (int i = 0; i < 4; i++)
            {
                damaged[index.Offset + (round < 30 ? round : random.Next((int)index.Length))] = (byte)random.Next(256);
            }

            try
            {
                using var bundle = Bundle.Open(BufferFile.Open(MemoryRegion.CopyOf(damaged)));
                MappedArray<OrderLine.View> array = bundle.GetArray<OrderLine.View>(MappedArray.ArrayName);
                foreach (OrderLine.View line in array.All.Reverse())
                {
                    _ = line.Text.ToString();
                }
            }
            catch (CorruptBufferException)
            {
            }
            catch (Exception other)
            {
                Assert.Fail($"seed {Seed}, round {round}: {other}");
            }
        }
    }

    private static List<int> Numbers(MappedArraySlice<OrderLine.View> slice)
    {
        List<int> numbers = [];
        foreach (OrderLine.View line in slice)
        {
            numbers.Add(line.Count);
        }

        for (int i = 0; i < numbers.Count; i++)
        {
            Assert.That((slice[i].Count, slice[^(numbers.Count - i)].Count), Is.EqualTo((numbers[i], numbers[i])));
        }

        return numbers;
    }
}
