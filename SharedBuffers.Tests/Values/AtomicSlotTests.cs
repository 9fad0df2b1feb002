using System.Globalization;
using NUnit.Framework;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Generators;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Values;

/// <summary>Slots changed in place: the values, the neighbours, the refusals, and several processes on one counter.</summary>
[TestFixture]
public sealed class AtomicSlotTests
{
    [Test]
    public void Add_EveryNumberType_SumsAndWraps()
    {
        AssertArithmetic<sbyte>(SlotType.Int8, 2, 127, -127);
        AssertArithmetic<byte>(SlotType.UInt8, 255, 2, 1);
        AssertArithmetic<short>(SlotType.Int16, short.MaxValue, 1, short.MinValue);
        AssertArithmetic<ushort>(SlotType.UInt16, ushort.MaxValue, 1, 0);
        AssertArithmetic(SlotType.Int32, int.MaxValue, 1, int.MinValue);
        AssertArithmetic(SlotType.UInt32, uint.MaxValue, 1u, 0u);
        AssertArithmetic(SlotType.Int64, long.MaxValue, 1, long.MinValue);
        AssertArithmetic(SlotType.UInt64, ulong.MaxValue, 1ul, 0ul);
        AssertArithmetic(SlotType.Float32, 1.5f, 2f, 3.5f);
        AssertArithmetic(SlotType.Float64, 1e300, 1e300, 2e300);
    }

    [Test]
    public void CompareExchange_Floats_ComparesBits()
    {
        using var packed = PackedObject<Counters.View>.Of(new Counters { Sum = double.NaN, Ratio = 0f });
        AtomicNumber<double> sum = packed.View.AtomicSum;
        AtomicNumber<float> ratio = packed.View.AtomicRatio;

        Assert.That(sum.TryReplace(double.NaN, 1), Is.True);
        Assert.That(packed.View.Sum, Is.EqualTo(1));
        Assert.That(ratio.TryReplace(-0f, 1), Is.False);
        Assert.That(ratio.CompareExchange(2, 0), Is.Zero);
        Assert.That(packed.View.Ratio, Is.EqualTo(2));
    }

    [Test]
    public void Set_EachSlot_LeavesAllOtherBytesAlone()
    {
        var original = new Counters { Total = -1, Small = -1, Tiny = 255, Ratio = 1, Sum = 1, Flag = true, Name = "name" };
        foreach (int slot in Enumerable.Range(0, Counters.Schema.Slots.Length).Where(i => Counters.Schema.Slots[i].Type.IsFixed))
        {
            using var packed = PackedObject<Counters.View>.Of(original);
            ClearSlot(packed.View.Reference, slot);
            byte[] changed = packed.View.Reference.Region.View.AsSpan()[..packed.Bytes.Length].ToArray();
            int start = Counters.Schema.GetPackedOffset(slot);
            packed.Bytes.AsSpan(start, Counters.Schema.Slots[slot].Type.Size).Clear();

            Assert.That(changed, Is.EqualTo(packed.Bytes), Counters.Schema.Slots[slot].Name);
        }
    }

    [Test]
    public void GetAtomic_SlotThatCannotBeChanged_SaysWhy()
    {
        using var packed = PackedObject<Counters.View>.Of(new Counters());
        using var unaligned = PackedObject<ObjectView>.Of(new Schema([new("n", SlotType.Int64)], alignment: 2), 5);
        ObjectView view = ObjectView.Create(packed.View.Reference);

        Assert.That(() => packed.View.AtomicSum, Throws.InvalidOperationException.With.Message.Contains("'Sum' is unset or null"));
        Assert.That(() => view.GetAtomicNumber<double>("Sum"), Throws.InvalidOperationException.With.Message.Contains("'Sum' is unset or null"));
        Assert.That(() => view.GetAtomicNumber<int>("Total"), Throws.InvalidOperationException.With.Message.Contains("'Total' is int64"));
        Assert.That(() => view.GetAtomicNumber<long>("Name"), Throws.InvalidOperationException.With.Message.Contains("'Name' is string"));
        Assert.That(() => view.GetAtomicBoolean("Total"), Throws.InvalidOperationException);
        Assert.That(() => view.GetAtomicNumber<long>("none"), Throws.TypeOf<KeyNotFoundException>());
        Assert.That(() => unaligned.View.GetAtomicNumber<long>("n"), Throws.InvalidOperationException.With.Message.Contains("not aligned"));
    }

    [Test]
    public void GetAtomic_SlotsThatAreUnset_SaySo()
    {
        object?[] values = [.. Counters.Schema.Slots.Select(_ => ObjectPacker.Unset)];
        using var packed = PackedObject<Counters.View>.Of(Counters.Schema, values);
        ObjectView view = ObjectView.Create(packed.View.Reference);

        Assert.That(() => packed.View.AtomicTotal, Throws.InvalidOperationException.With.Message.Contains("'Total' is unset or null"));
        Assert.That(() => packed.View.AtomicFlag, Throws.InvalidOperationException.With.Message.Contains("'Flag' is unset or null"));
        Assert.That(() => view.GetAtomicNumber<byte>("Tiny"), Throws.InvalidOperationException.With.Message.Contains("'Tiny' is unset or null"));
        Assert.That(() => view.GetAtomicBoolean("Flag"), Throws.InvalidOperationException.With.Message.Contains("'Flag' is unset or null"));
    }

    [Test]
    public void GetAtomic_UnalignedNumber_IsRefusedAndAnAlignedOneBesideItIsNot()
    {
        using var packed = PackedObject<Unaligned.View>.Of(new Unaligned { Wide = 1, Real = 2, Narrow = 3 });
        ObjectView view = ObjectView.Create(packed.View.Reference);

        Assert.That(() => packed.View.AtomicWide, Throws.InvalidOperationException.With.Message.Contains("not aligned"));
        Assert.That(() => packed.View.AtomicReal, Throws.InvalidOperationException.With.Message.Contains("not aligned"));
        Assert.That(() => view.GetAtomicNumber<long>("Wide"), Throws.InvalidOperationException.With.Message.Contains("not aligned"));
        Assert.That(packed.View.AtomicNarrow.Add(1), Is.EqualTo(4));
        Assert.That(packed.View.AtomicFlag.TryReplace(false, true) && packed.View.Flag);
        Assert.That((packed.View.Wide, packed.View.Real), Is.EqualTo((1L, 2d)));
    }

    [Test]
    public void GetAtomic_SlotOfAnotherTypeInTheFile_IsRefused()
    {
        Schema file = new([new("Total", SlotType.Int32), new("Flag", SlotType.Bool)]);
        using var packed = PackedObject<Counters.View>.Of(file, 5, true);

        Assert.That(packed.View.Total, Is.EqualTo(5), "reading widens");
        Assert.That(() => packed.View.AtomicTotal, Throws.InvalidOperationException.With.Message.Contains("'Total' is int32 in the file"));
        Assert.That(() => packed.View.AtomicSmall, Throws.InvalidOperationException.With.Message.Contains("'Small' is unset or null"), "a slot that the file lacks");
        Assert.That(packed.View.AtomicFlag.Value);
        Assert.That(() => ObjectView.Create(packed.View.Reference).GetAtomicNumber<byte>("Flag"), Throws.InvalidOperationException.With.Message.Contains("is bool"));
    }

    [Test]
    public void GetAtomic_ReadOnlyMapping_IsRefused([Values(LoadMode.Map, LoadMode.Copy)] LoadMode mode)
    {
        using var folder = new TemporaryFolder();
        using var packed = PackedObject<Counters.View>.Of(new Counters());
        File.WriteAllBytes(folder["counters"], packed.Bytes);
        using MemoryRegion region = MemoryRegion.OpenFile(folder["counters"], mode);
        Counters.View view = Counters.View.Create(new ObjectReference(region, 0, SchemaBinding.Create(region, Counters.Schema)));
        ObjectView dynamic = ObjectView.Create(view.Reference);

        Assert.That(() => view.AtomicTotal, Throws.TypeOf<NotSupportedException>());
        Assert.That(() => view.AtomicFlag, Throws.TypeOf<NotSupportedException>());
        Assert.That(() => dynamic.GetAtomicNumber<long>("Total"), Throws.TypeOf<NotSupportedException>());
        Assert.That(() => dynamic.GetAtomicBoolean("Flag"), Throws.TypeOf<NotSupportedException>());
    }

    [Test]
    public void GeneratedView_SlotThatIsNoNumber_HasNothingToChangeItWith() =>
        Assert.That(typeof(Counters.View).GetProperties().Select(p => p.Name).Where(n => n.StartsWith("Atomic", StringComparison.Ordinal)), Is.EquivalentTo(
            ["AtomicTotal", "AtomicSmall", "AtomicTiny", "AtomicRatio", "AtomicSum", "AtomicFlag"]));

    [Test]
    public void Hooks_PackedObject_RunBeforeAndAfter()
    {
        var counters = new Counters { Name = "n" };
        using var packed = PackedObject<Counters.View>.Of(counters);

        Assert.That(counters.Events, Is.EqualTo(["packing at 0", $"packed {packed.Bytes.Length} bytes at 0"]));
    }

    [Test]
    public void GetAtomic_ObjectViewOverReorderedSchema_ChangesTheSlotOfTheFile()
    {
        using var packed = PackedObject<Counters.View>.Of(new Counters { Total = 5, Small = 7 });
        Schema reader = new([new("Small", SlotType.Int32), new("Total", SlotType.Int64)]);
        ObjectReference source = packed.View.Reference;
        ObjectView view = ObjectView.Create(new ObjectReference(source.Region, source.Offset, SchemaBinding.Create(Counters.Schema, reader)));

        Assert.That(view.GetAtomicNumber<int>("Small").Add(1), Is.EqualTo(8));
        Assert.That(view.GetAtomicNumber<long>("Total").Exchange(9), Is.EqualTo(5));
        Assert.That((packed.View.Total, packed.View.Small), Is.EqualTo((9L, 8)));
    }

    [Test]
    public void GetAtomic_ObjectViewByIndex_IsTheSlotOfThatName()
    {
        using var packed = PackedObject<Counters.View>.Of(new Counters { Total = 5, Flag = true });
        ObjectView view = ObjectView.Create(packed.View.Reference);

        Assert.That(view.GetAtomicNumber<long>(Counters.Schema.IndexOf("Total")).Add(2), Is.EqualTo(7));
        Assert.That(view.GetAtomicBoolean(Counters.Schema.IndexOf("Flag")).TryReplace(true, false));
        Assert.That((packed.View.Total, packed.View.Flag), Is.EqualTo((7L, false)));
        Assert.That(() => view.GetAtomicNumber<long>(64), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => view.GetAtomicBoolean(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Atomic_RegionDisposedOrDefault_Throws()
    {
        var packed = PackedObject<Counters.View>.Of(new Counters());
        AtomicNumber<long> total = packed.View.AtomicTotal;
        AtomicBoolean flag = packed.View.AtomicFlag;
        packed.Dispose();

        Assert.That(() => total.Add(1), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => flag.Value, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => default(AtomicNumber<int>).Value, Throws.InvalidOperationException);
        Assert.That(() => default(AtomicBoolean).TryReplace(true, false), Throws.InvalidOperationException);
    }

    [Test]
    [Category("Slow")]
    public void CompareExchange_TwoProcessesOnOneRecord_NothingIsLost()
    {
        const int Processes = 2;
        const int Rounds = 200_000;
        using var folder = new TemporaryFolder();
        using (var packed = PackedObject<Counters.View>.Of(new Counters { Name = "shared" }))
        {
            File.WriteAllBytes(folder["counters"], packed.Bytes);
        }

        RunTogether(nameof(AtomicLockScenario), Processes, folder["counters"], Rounds);
        using MemoryRegion region = MemoryRegion.OpenFile(folder["counters"]);
        Counters.View view = Counters.View.Create(new ObjectReference(region, 0, SchemaBinding.Create(region, Counters.Schema)));

        Assert.That(view.Small, Is.EqualTo(Processes * Rounds));
        Assert.That(view.Ratio, Is.EqualTo((float)(Processes * Rounds)));
        Assert.That(view.Total, Is.EqualTo(Processes * Rounds), "the number under the lock");
        Assert.That(view.Flag, Is.False);
        Assert.That(view.Name.Equals("shared"), Is.True);
    }

    [Test]
    [Category("Slow")]
    public void Add_FourProcessesOnOneCounter_SumExactly()
    {
        const int Processes = 4;
        const long Adds = 2_500_000;
        using var folder = new TemporaryFolder();
        using (var packed = PackedObject<Counters.View>.Of(new Counters { Sum = 0, Name = "shared" }))
        {
            File.WriteAllBytes(folder["counters"], packed.Bytes);
        }

        RunTogether(nameof(AtomicScenario), Processes, folder["counters"], Adds);
        using MemoryRegion region = MemoryRegion.OpenFile(folder["counters"]);
        Counters.View view = Counters.View.Create(new ObjectReference(region, 0, SchemaBinding.Create(region, Counters.Schema)));

        Assert.That(view.Total, Is.EqualTo(Processes * Adds));
        Assert.That(view.Sum, Is.EqualTo(Processes * Adds / AtomicScenario.SmallShare * 0.5));
        Assert.That(view.Tiny, Is.EqualTo(unchecked((byte)(Processes * Adds / AtomicScenario.SmallShare))));
        Assert.That(view.Name.Equals("shared"), Is.True);
    }

    private static void RunTogether(string scenario, int processes, string path, long rounds)
    {
        ChildProcess[] children = [.. Enumerable.Range(0, processes).AsParallel().WithDegreeOfParallelism(processes)
            .Select(_ => ChildScenarios.Start(scenario, [path, rounds.ToString(CultureInfo.InvariantCulture)]))];
        Assert.That(children.Select(c => c.ExitCode), Has.All.Zero, string.Join('\n', children.Select(c => c.Error + c.Output)));
    }

    private static void AssertArithmetic<T>(SlotType type, T start, T delta, T sum)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        using var packed = PackedObject<ObjectView>.Of(new Schema([new("n", type)]), start);
        AtomicNumber<T> number = packed.View.GetAtomicNumber<T>("n");

        Assert.That(number.Add(delta), Is.EqualTo(sum), type.ToString());
        Assert.That(packed.View.Reference.GetNumber<T>(0), Is.EqualTo(sum));
        Assert.That(number.Exchange(start), Is.EqualTo(sum));
        Assert.That(number.TryReplace(sum, delta), Is.False);
        number.Value = delta;
        Assert.That(number.Value, Is.EqualTo(delta));
    }

    private static void ClearSlot(ObjectReference reference, int slot)
    {
        switch (Counters.Schema.Slots[slot].Type.Kind)
        {
            case SlotKind.Bool:
                AtomicBoolean flag = reference.GetAtomicBoolean(slot);
                Assert.That(flag.TryReplace(true, false) && !flag.Value && !flag.Exchange(false));
                break;
            case SlotKind.UInt8:
                reference.GetAtomicNumber<byte>(slot).Value = 0;
                break;
            case SlotKind.Int32:
                reference.GetAtomicNumber<int>(slot).Value = 0;
                break;
            case SlotKind.Float32:
                reference.GetAtomicNumber<float>(slot).Value = 0;
                break;
            case SlotKind.Float64:
                reference.GetAtomicNumber<double>(slot).Value = 0;
                break;
            default:
                reference.GetAtomicNumber<long>(slot).Value = 0;
                break;
        }
    }
}
