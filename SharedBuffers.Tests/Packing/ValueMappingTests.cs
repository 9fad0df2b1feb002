using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;
using NUnit.Framework;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Packing;

/// <summary>The table of docs/values.md: what each .NET type becomes, and what that is copied to.</summary>
[TestFixture]
public sealed class ValueMappingTests
{
    private static readonly BigInteger s_big = BigInteger.Pow(10, 40) + 1;

    [Test]
    public void PackAny_Scalars_HaveTheirTypecode()
    {
        Check(true, ValueTypeCode.Bool, true);
        Check((byte)5, ValueTypeCode.Int8, 5L);
        Check(200, ValueTypeCode.UInt8, 200L);
        Check(-1L, ValueTypeCode.Int8, -1L);
        Check(ulong.MaxValue, ValueTypeCode.UInt64, ulong.MaxValue);
        Check((Int128)70000, ValueTypeCode.Int32, 70000L);
        Check(DayOfWeek.Friday, ValueTypeCode.Int8, 5L);
        Check(s_big, ValueTypeCode.Decimal, new BigDecimal(s_big));
        Check(1.5, ValueTypeCode.Float64, 1.5);
        Check(1.5f, ValueTypeCode.Float32, 1.5f);
        Check((Half)1.5, ValueTypeCode.Float32, 1.5f);
        Check(1.50m, ValueTypeCode.Decimal, 1.50m);
        Check(new BigDecimal(s_big, -50, isNegative: false), ValueTypeCode.Decimal, new BigDecimal(s_big, -50, isNegative: false));
        Check("text", ValueTypeCode.String, "text");
        Check('c', ValueTypeCode.String, "c");
        Check(new byte[] { 1 }, ValueTypeCode.Bytes, new byte[] { 1 });
        Check(new DateOnly(2019, 3, 5), ValueTypeCode.Date, new DateOnly(2019, 3, 5));
        var utc = new DateTime(2019, 3, 5, 1, 2, 3, DateTimeKind.Utc);
        Check(utc, ValueTypeCode.DateTime, utc);
        Check(utc.ToLocalTime(), ValueTypeCode.DateTime, utc);
        Check(DateTime.SpecifyKind(utc, DateTimeKind.Unspecified), ValueTypeCode.DateTime, utc);
        Check(new DateTimeOffset(utc).ToOffset(TimeSpan.FromHours(5)), ValueTypeCode.DateTime, utc);
        Check(TimeSpan.FromTicks(7), ValueTypeCode.Int64, 7L);
        var guid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        Check(guid, ValueTypeCode.Bytes, guid.ToByteArray(bigEndian: true));
        Assert.That(new Guid(Packed.Value(guid).AsBytes().ToArray(), bigEndian: true), Is.EqualTo(guid));
        Assert.That(Packed.Value(null).IsNull && Packed.Value(DBNull.Value).IsNull, Is.True);
        Assert.That(Packed.Value(new ReadOnlyMemory<byte>([1])).Kind, Is.EqualTo(SharedValueKind.Buffer));
        Assert.That(((NdArray)Packed.Value(Complex.One).ToObject()!).Type.ToString(), Is.EqualTo("<c16"));
    }

    [Test]
    public void PackAny_Sequences_AreListsAndTuples()
    {
        Check(new[] { 1, 2 }, ValueTypeCode.MappedList, new List<int> { 1, 2 });
        Check(new List<short> { 1 }, ValueTypeCode.MappedList, new List<short> { 1 });
        Check(new Queue<object>([1, "a"]), ValueTypeCode.MappedList, new List<object?> { 1L, "a" });
        Check(new List<DateOnly> { new(2020, 1, 1) }, ValueTypeCode.MappedList, new List<object?> { new DateOnly(2020, 1, 1) });
        Check((1, 300), ValueTypeCode.MappedTuple, ImmutableArray.Create<ushort>(1, 300));
        Check(Tuple.Create("a", 1.5), ValueTypeCode.MappedTuple, ImmutableArray.Create<object?>("a", 1.5));
        Check(ImmutableArray.Create(1L), ValueTypeCode.MappedTuple, ImmutableArray.Create(1L));
        Check(ImmutableArray.Create(new DateOnly(2020, 1, 1)), ValueTypeCode.MappedTuple, ImmutableArray.Create<object?>(new DateOnly(2020, 1, 1)));
    }

    [Test]
    public void PackAny_SetsOfAnyElements_AreSets()
    {
        Check(new HashSet<int> { 1, 2 }, ValueTypeCode.MappedSet, new HashSet<byte> { 1, 2 });
        Check(new[] { -1.5 }.ToFrozenSet(), ValueTypeCode.MappedSet, new HashSet<double> { -1.5 });
        Check(new SortedSet<string> { "a" }, ValueTypeCode.MappedSet, new HashSet<object?> { "a" });
        Check(ImmutableHashSet.Create(new long?[] { null, 5 }), ValueTypeCode.MappedSet, new HashSet<object?> { null, 5L });
        Check(new HashSet<(int, string)> { (1, "a") }, ValueTypeCode.MappedSet, new HashSet<object?>(StructuralComparer.Instance!) { ImmutableArray.Create<object?>(1L, "a") });
        Check(new HashSet<DayOfWeek> { DayOfWeek.Monday }, ValueTypeCode.MappedSet, new HashSet<byte> { 1 });
        Assert.That(() => Packed.Value(new HashSet<DateOnly> { default }), Throws.ArgumentException, "days have no stable hash");
    }

    [Test]
    public void PackAny_MapsOfAnyKind_AreMaps()
    {
        Dictionary<string, int> source = new() { ["b"] = 2, ["a"] = 1 };
        foreach (object map in new object[] { source, source.ToFrozenDictionary(), source.ToImmutableDictionary(), new SortedDictionary<string, int>(source), new OnlyReadable(source) })
        {
            SharedValue value = Packed.Value(map);
            Assert.That(value.TypeCode, Is.EqualTo(ValueTypeCode.MappedMap), map.GetType().Name);
            Assert.That(value.AsMap().As<SharedString, int>().ToDictionary(key => key.ToString()), Is.EquivalentTo(source));
        }
    }

    [Test]
    public void PackAny_WithoutEncoding_SaysWhat()
    {
        Assert.That(() => Packed.Value(new Uri("https://example.org")), Throws.ArgumentException.With.Message.Contains("System.Uri"));
        Assert.That(() => Packed.Value(new Dictionary<List<int>, int> { [[1]] = 1 }), Throws.ArgumentException.With.Message.Contains("stable hash"));
    }

    [Test]
    public void PackObject_ArraysOfOtherShapes_SayWhatTheyAre()
    {
        Assert.That(() => Packed.Region(c => ValuePacker.PackSequenceObject(c, new int[2, 2]), out _), Throws.ArgumentException.With.Message.Contains("Int32[,]"));
        Assert.That(() => Packed.Region(c => ValuePacker.PackSetObject(c, new byte[2, 2]), out _), Throws.ArgumentException.With.Message.Contains("Byte[,]"));
        Array fromOne = Array.CreateInstance(typeof(int), [2], [1]);
        Assert.That(() => Packed.Value(fromOne), Throws.ArgumentException.With.Message.Contains("Int32[*]"));
    }

    [Test]
    public void PackSetObject_Array_StaysAsItIsAndKeepsItsWidth()
    {
        int[] numbers = [300, 1, 300, 2];
        using MemoryRegion region = Packed.Region(c => ValuePacker.PackSetObject(c, numbers), out long position);
        Assert.That(new SharedSet<int>(region, position).ToArray(), Is.EqualTo(new[] { 1, 2, 300 }));
        Assert.That(new SharedSet<int>(region, position).InlineCode, Is.EqualTo(ValueTypeCode.Int32));
        var schema = new Schema([new("set", SlotType.Of(SlotKind.MappedSet))]);
        using var context = new PackContext();
        new SchemaObject(schema) { ["set"] = numbers }.Pack(context);
        Assert.That(numbers, Is.EqualTo(new[] { 300, 1, 300, 2 }));
    }

    [Test]
    public void PackSet_EqualElements_AreStoredOnce()
    {
        Assert.That(Packed.Set<object, SharedValue>([1, 1.0, true, "a", "b", "a", (1, "x"), (1.0, "x"), 1.5]).Count, Is.EqualTo(5));
        Assert.That(Packed.Set<(int, int), SharedTuple>([(1, 2), (2, 1), (1, 2)]).Count, Is.EqualTo(2));
        Assert.That(Packed.Set<object?, SharedValue>([null, 0, 1, null, false]).Count, Is.EqualTo(3), "equal hashes are not equal values");
    }

    [Test]
    public void PackMap_EqualKeys_AreRefused()
    {
        Assert.That(() => Packed.Value(new Dictionary<object, int> { [1] = 1, [1.0] = 2 }), Throws.ArgumentException);
        Assert.That(() => Packed.Region(c => ValuePacker.PackMap(c, new List<KeyValuePair<string, int>> { new("a", 1), new("a", 2) }), out _), Throws.ArgumentException);
        Assert.That(Packed.Value(new Dictionary<object, int> { [1] = 1, [0] = 2, [DBNull.Value] = 3, ["a"] = 4, ["a"u8.ToArray()] = 5 }).AsMap().Count, Is.EqualTo(5));
    }

    [Test]
    public void PackAny_KeysBeyond64Bits_HaveNoHash()
    {
        Assert.That(() => Packed.Value(new Dictionary<object, int> { [s_big] = 1 }), Throws.ArgumentException);
        Assert.That(() => Packed.Value(new HashSet<object> { "a", (UInt128)ulong.MaxValue + 1 }), Throws.ArgumentException);
        Assert.That(Packed.Value(new Dictionary<object, int> { [new BigInteger(ulong.MaxValue)] = 1 }).AsMap().As<ulong, int>()[ulong.MaxValue], Is.EqualTo(1));
    }

    [Test]
    public void PackAny_TypedValues_TakeTuplesAndHalves()
    {
        Assert.That(Packed.Value(new TypedValue((1, "a"), ValueTypeCode.ProxiedTuple)).AsTuple()[1].AsString().ToString(), Is.EqualTo("a"));
        Assert.That(Packed.Value(new TypedValue((Half)1.5, ValueTypeCode.Float64)).Get<double>(), Is.EqualTo(1.5));
        Assert.That(Packed.Value(new TypedValue((Half)1.5, ValueTypeCode.Float32)).Get<float>(), Is.EqualTo(1.5f));
    }

    [Test]
    public void PackSequence_LongestHeader_ReadsBack()
    {
        byte[] numbers = new byte[(1 << 24) + 5];
        new Random(3).NextBytes(numbers);
        SharedList<byte> list = Packed.List(numbers);
        Assert.That(list.Count, Is.EqualTo(numbers.Length));
        Assert.That(list.AsSpan().SequenceEqual(numbers), Is.True);
        Assert.That(list[^1], Is.EqualTo(numbers[^1]));
        byte[] longest = new byte[0xFFFFFE];
        Assert.That(Packed.Bytes(c => ValuePacker.PackSequence(c, longest))[..4], Is.EqualTo(new byte[] { (byte)'B', 0xFE, 0xFF, 0xFF }));
        Assert.That(Packed.Bytes(c => ValuePacker.PackSequence(c, new byte[0xFFFFFF]))[..12], Is.EqualTo(new byte[] { (byte)'B', 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0 }));
    }

    private static void Check(object value, ValueTypeCode code, object copy)
    {
        SharedValue packed = Packed.Value(value);
        Assert.That(packed.TypeCode, Is.EqualTo(code), value.GetType().Name);
        Assert.That(AreEqual(packed.ToObject(), copy), Is.True, $"{value.GetType().Name} became {packed}");
        Assert.That(Packed.Value(packed.ToObject()), Is.EqualTo(packed), "packed again");
    }

    /// <summary>Lists are equal when they are of one type and their elements are equal; the comparer of copies knows no lists, which cannot be keys.</summary>
    private static bool AreEqual(object? left, object right) => left is IList a and not Array && left.GetType() == right.GetType() && left.GetType().GetGenericTypeDefinition() == typeof(List<>)
        ? a.Cast<object?>().SequenceEqual(((IList)right).Cast<object?>())
        : StructuralComparer.Instance.Equals(left, right);

    /// <summary>A map that is nothing but <see cref="IReadOnlyDictionary{TKey, TValue}"/>.</summary>
    private sealed class OnlyReadable(Dictionary<string, int> map) : IReadOnlyDictionary<string, int>
    {
        public int Count => map.Count;

        public IEnumerable<string> Keys => map.Keys;

        public IEnumerable<int> Values => map.Values;

        public int this[string key] => map[key];

        public bool ContainsKey(string key) => map.ContainsKey(key);

        public bool TryGetValue(string key, out int value) => map.TryGetValue(key, out value);

        public IEnumerator<KeyValuePair<string, int>> GetEnumerator() => map.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
