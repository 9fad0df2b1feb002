// A program as a user writes it, published ahead of time: everything that could depend on reflection or on code made at run time, and what it is expected to print.
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

string folder = Directory.CreateTempSubdirectory("consumer-").FullName;
try
{
    WriteAndRead(Path.Combine(folder, "orders.sbuf"));
    ChangeInPlace(Path.Combine(folder, "hits.sbuf"));
    PackValuesOfEveryShape();
    UseWithoutCompiledType();
    UsePool(Path.Combine(folder, "dump.pool"));
    UseTuplesAsKeys(Path.Combine(folder, "tuples.sbuf"));
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static void WriteAndRead(string path)
{
    using (var builder = MappedDictionary.CreateBuilder<string, Order>(path))
    {
        builder.Add("first", new Order(7)
        {
            Placed = new DateOnly(2024, 5, 1), Lines = [new Line { Sku = "a", Price = 1.5m }], Stock = new() { ["a"] = 12 }, Home = new Uri("https://example.org/7"),
            Big = BigInteger.Pow(10, 30), Grid = new[,] { { 1, 2 }, { 3, 4 } }, Tags = new HashSet<string> { "x" }.ToFrozenSet(), Pair = (1, "one"), Days = [DayOfWeek.Monday],
            Anything = new List<object?> { 1, "two", new Line { Sku = "b" }, null, (3, 4.5) },
        });
        builder.Publish();
    }

    using MappedDictionary<string, Order.View> orders = MappedDictionary.Open<string, Order.View>(path);
    Order.View order = orders["first"];
    Console.WriteLine($"{order.Number} {order.Placed:yyyy-MM-dd} {order.Lines[0].Sku} {order.Lines[0].Price} {order.Stock.GetValue("a"u8)} {order.Home} {order.Big} {order.Grid.Get<int>(1, 0)}");
    Order copy = order.ToOrder();
    Console.WriteLine($"{copy.Lines[0].Sku} {copy.Stock["a"]} {copy.Big == BigInteger.Pow(10, 30)} {copy.Grid[1, 1]} {copy.Tags.Contains("x")} {copy.Pair} {copy.Days[0]} {((List<object?>)copy.Anything!).Count}");
    using MappedDictionary<string, ObjectView> untyped = MappedDictionary.Open<string, ObjectView>(path);
    Console.WriteLine(untyped["first"]["Anything"]);
    Console.WriteLine(untyped["first"].ToDictionary().Count);
}

static void UseTuplesAsKeys(string path)
{
    TupleKeys.Register<string, int>();
    using (var builder = MappedDictionary.CreateBuilder<(string, int), Hits>(path))
    {
        builder.Add(("a", 1), new Hits { Count = 5 });
        builder.Publish();
    }

    using var typed = MappedDictionary.Open<(string, int), Hits.View>(path);
    using var any = MappedDictionary.Open<object, Hits.View>(path);
    Console.WriteLine($"{typed[("a", 1)].Count} {typed.Keys.Single()} {any.TryGetValueOf(("a", 1.0), out _)} {any.ContainsKey(("a", true))}");
}

static void ChangeInPlace(string path)
{
    using (var builder = MappedArray.CreateBuilder<Hits>(path))
    {
        builder.Add(new Hits());
        builder.Publish();
    }

    using MappedArray<Hits.View> hits = MappedArray.Open<Hits.View>(path, access: MapAccess.ReadWrite);
    hits[0].AtomicCount.Add(40);
    hits[0].AtomicRatio.Add(1.5f);
    Console.WriteLine($"{hits[0].AtomicCount.Add(2)} {hits[0].Ratio} {hits[0].AtomicIsHot.TryReplace(false, true)}");
}

static void PackValuesOfEveryShape()
{
    object[] values =
    [
        new Dictionary<string, object?> { ["a"] = 1, ["b"] = null }, new SortedDictionary<int, string> { [2] = "two" }, ImmutableDictionary<string, double>.Empty.Add("k", 0.5),
        new HashSet<int> { 1, 200 }, new SortedSet<string> { "s" }, new HashSet<Half> { (Half)1 }.ToFrozenSet(), (1, "a", 2.5), Tuple.Create(1, 2), ImmutableArray.Create("i"),
        new Queue<long>([5]), new LinkedList<string>(["l"]), new ReadOnlyDictionaryOnly(), new float[,] { { 1, 2 } }, DayOfWeek.Friday, 'c', 1.5m, Guid.Empty, DateTime.UnixEpoch,
        new Dictionary<(int, string), List<DateOnly>> { [(1, "x")] = [new(2020, 1, 1)] }, new ReadOnlyMemory<byte>([1, 2]), UInt128.MaxValue, new SortedList<byte, bool> { [1] = true },
    ];
    using var context = new PackContext(new IdentityMap());
    long[] positions = [.. values.Select(value => ValuePacker.PackAny(context, value))];
    using MemoryRegion region = MemoryRegion.CopyOf(context.Buffer.ToArray());
    Console.WriteLine(string.Join(' ', positions.Select(position => SharedValue.Read(region, position).ToString())));
    Console.WriteLine(string.Join(' ', positions.Select(position => SharedValue.Read(region, position).ToObject() is { } copy ? SharedValue.Read(region, position).Kind : default)));
}

static void UseWithoutCompiledType()
{
    var point = new Schema([new("x", SlotType.Float64), new("any", SlotType.Object)], "Point", typeCode: 0x90);
    using var context = new PackContext(new IdentityMap());
    long position = new SchemaObject(point) { ["x"] = 1, ["any"] = new SchemaObject(point) { ["x"] = 2 } }.Pack(context);
    using MemoryRegion region = MemoryRegion.CopyOf(context.Buffer.ToArray());
    Console.WriteLine(ObjectView.Create(new ObjectReference(region, position, SchemaBinding.Create(region, Schema.Read(point.ToBytes())))));
    try
    {
        SharedValue.Read(region, context.Buffer.Length);
    }
    catch (CorruptBufferException)
    {
        Console.WriteLine("refused");
    }
}

static void UsePool(string path)
{
    using var pool = new SharedObjectPool();
    long position = pool.Add(new Line { Sku = "pooled" });
    pool.Publish(path);
    using MappedObjectPool dump = MappedObjectPool.Open(path);
    Console.WriteLine(dump.Get<Line.View>(position).Sku);
}

[SharedStruct]
public partial record Order(long Number)
{
    public DateOnly Placed { get; init; }
    public List<Line> Lines { get; init; } = [];
    public Dictionary<string, int> Stock { get; init; } = [];
    [SlotConverter(typeof(UriText))] public Uri? Home { get; set; }
    public BigInteger Big { get; set; }
    public int[,] Grid { get; set; } = new int[0, 0];
    public FrozenSet<string> Tags { get; set; } = [];
    public (int, string) Pair { get; set; }
    public List<DayOfWeek> Days { get; set; } = [];
    public object? Anything { get; set; }
}

[SharedStruct, TypeCode(0x80)]
public partial class Line { public string Sku = ""; public decimal Price; }

[SharedStruct(Writable = true)]
public partial class Hits { public long Count; public float Ratio; public bool IsHot; }

public sealed class UriText : ISlotConverter<Uri, string>
{
    public static string ToStored(Uri value) => value.OriginalString;
    public static Uri FromStored(string stored) => new(stored);
}

/// <summary>A map that is nothing but a read-only dictionary: its pairs are found through the interface.</summary>
public sealed class ReadOnlyDictionaryOnly : IReadOnlyDictionary<string, int>
{
    public int Count => 1;
    public IEnumerable<string> Keys => ["only"];
    public IEnumerable<int> Values => [1];
    public int this[string key] => 1;
    public bool ContainsKey(string key) => key == "only";
    public bool TryGetValue(string key, out int value) => (value = 1) == 1 && ContainsKey(key);
    public IEnumerator<KeyValuePair<string, int>> GetEnumerator() => Keys.Select(key => KeyValuePair.Create(key, 1)).GetEnumerator();
    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
