using System.Collections;
using System.Collections.Immutable;
using System.Numerics;
using System.Reflection;
using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Generators;

/// <summary>Damaged objects through every property of generated views, and through clones: data or <see cref="CorruptBufferException"/>, nothing else.</summary>
[TestFixture]
public sealed class GeneratedCorruptionTests
{
    private const int MaxElements = 8;

    private static readonly IDamaged[] s_samples =
    [
        new Damaged<Order, Order.View>(new Order
        {
            Number = 5, Note = "note", Ids = [1, 2, 300], Names = ["a", null], Marks = ["x", "y"],
            Lines = [new OrderLine { Text = "first", Count = 1 }, new OrderLine { Text = "second", Next = new OrderLine { Text = "third" } }],
        }),
        new Damaged<Moments, Moments.View>(new Moments
        {
            Price = 12.50m, PriceOrNull = 1, AtOrNull = DateTime.UnixEpoch, ThereOrNull = DateTimeOffset.UnixEpoch, DayOrNull = new DateOnly(2000, 1, 1), SpanOrNull = TimeSpan.MaxValue,
            IdOrNull = Guid.Empty, SmallOrNull = Half.NaN, WaveOrNull = Complex.ImaginaryOne, Big = BigInteger.Pow(7, 30), BigOrNull = -BigInteger.Pow(10, 40), Wide = Int128.MinValue,
            WideOrNull = UInt128.MaxValue, Exact = BigDecimal.Parse("1.50E-40"), Raw = new byte[] { 1, 2, 3 }, Pair = (300, "text"), Nested = (0.5, (DayOfWeek.Friday, new DateOnly(2000, 1, 1))),
        }),
        new Damaged<Tables, Tables.View>(new Tables
        {
            Counts = new() { ["a"] = 1, ["b"] = 300 }, Names = new Dictionary<int, string?> { [5] = "five", [-7] = null }, Sorted = new() { ["z"] = 1.5 },
            ByDay = new Dictionary<DayOfWeek, List<string>> { [DayOfWeek.Monday] = ["x", "y"] }, Matrix = new[,] { { 1, 2, 3 }, { 4, 5, 6 } }, Any = NdArray.Create<byte>([1, 2, 3, 4], 4),
            Lines = ImmutableDictionary.CreateRange([KeyValuePair.Create(9L, new OrderLine { Text = "nine", Count = 9 })]), Days = [DayOfWeek.Friday], DaySet = [DayOfWeek.Saturday],
        }),
        new Damaged<Tables, Tables.View>(new Tables
        {
            Cube = new Half[,,] { { { (Half)1 }, { (Half)2 } } }, DaysOrNull = [null, DayOfWeek.Tuesday], Prices = [1.5m, 2], Times = [null, DateTime.UnixEpoch],
            Spans = [TimeSpan.FromHours(1)], Ids = [Guid.Empty, null], Pairs = [("k", [1.5, 2])], PairSet = [(1, "a"), (2, "b")], Matrices = [new[,] { { 7 } }],
            Points = [new Point3(1, 2, 3), null], Anything = new List<object?> { 1, "x", new Point3(1, 2, 3) }, Deep = new() { ["out"] = new() { ["in"] = DateTime.UnixEpoch } },
        }),
        new Damaged<Bird, Bird.View>(new Bird { Name = "Tit", Legs = 2, Wingspan = 0.2, Mate = new Bird { Name = "Great tit" } }),
        new Damaged<TreeNode, TreeNode.View>(new TreeNode(1) { Place = new Corner(1, -1), Left = new TreeNode(2) { Place = new Corner(2, 2) } }),
        new Damaged<Collections, Collections.View>(new Collections
        {
            Text = "text", Bytes = [1, 2], Array = [1, 70000], NullableArray = [1.5], List = ["a"], Enumerable = ["a", null], Required = ["r"], ImmutableArray = [1, 2],
            SortedSet = [1, 1000], Nested = [[1, 2], []], NullableNumbers = [1, null], ByteStrings = [[1], []], Bools = [true, false],
        }),
    ];

    [Test]
    public void View_EveryBitFlipped_GivesDataOrCorrupt([ValueSource(nameof(s_samples))] object sample)
    {
        var damaged = (IDamaged)sample;
        int refused = 0;
        for (int bit = 0; bit < damaged.Bytes.Length * 8; bit++)
        {
            byte[] bytes = [.. damaged.Bytes];
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            refused += damaged.Read(bytes, $"bit {bit}") ? 0 : 1;
        }

        Assert.That(refused, Is.GreaterThan(0));
    }

    [Test]
    public void View_EveryTruncation_GivesDataOrCorrupt([ValueSource(nameof(s_samples))] object sample)
    {
        var damaged = (IDamaged)sample;
        int refused = 0;
        for (int length = 0; length < damaged.Bytes.Length; length++)
        {
            refused += damaged.Read(damaged.Bytes[..length], $"{length} bytes") ? 0 : 1;
        }

        Assert.That(refused, Is.GreaterThan(damaged.Bytes.Length / 2));
    }

    [Test]
    public void View_HostilePointers_GivesDataOrCorrupt([ValueSource(nameof(s_samples))] object sample)
    {
        var damaged = (IDamaged)sample;
        long[] hostile = [long.MaxValue, long.MinValue, -1, 0, 1, -8, damaged.Bytes.Length - 1, damaged.Bytes.Length, int.MaxValue, uint.MaxValue];
        foreach (long pointer in hostile)
        {
            for (int word = 0; word + sizeof(long) <= damaged.Bytes.Length; word += sizeof(long))
            {
                byte[] bytes = [.. damaged.Bytes];
                BitConverter.TryWriteBytes(bytes.AsSpan(word), pointer);
                damaged.Read(bytes, $"{pointer} at {word}");
            }
        }

        Assert.That(damaged.Read(damaged.Bytes, "undamaged"), Is.True);
    }

    private interface IDamaged
    {
        byte[] Bytes { get; }

        /// <returns>Whether everything was read.</returns>
        bool Read(byte[] bytes, string message);
    }

    private sealed class Damaged<T, TView> : IDamaged
        where T : ISharedStruct<T>
        where TView : struct, IObjectView<TView>
    {
        private static readonly PropertyInfo[] s_properties = [.. typeof(TView).GetProperties(BindingFlags.Public | BindingFlags.Instance)];
        private static readonly MethodInfo s_clone = typeof(TView).GetMethod("To" + typeof(T).Name, [])!;

        public Damaged(T value)
        {
            using var packed = PackedObject<TView>.Of(value);
            Bytes = packed.Bytes;
        }

        public byte[] Bytes { get; }

        public override string ToString() => $"{typeof(T).Name} of {Bytes.Length} bytes";

        /// <summary>Alone, and with as much behind it as views want for reading the short way.</summary>
        public bool Read(byte[] bytes, string message)
        {
            ReadOnce([.. bytes, .. new byte[MemoryRegion.RunLength]], message + ", more behind");
            return ReadOnce(bytes, message);
        }

        private static bool ReadOnce(byte[] bytes, string message)
        {
            using MemoryRegion region = MemoryRegion.CopyOf(bytes);
            SchemaBinding binding = SchemaBinding.Create(region, T.Schema);
            object? view = null;
            bool isWhole = Damaged.Reads(() => view = TView.Create(new ObjectReference(region, 0, binding)), message);
            if (view is not null)
            {
                isWhole &= Damaged.Reads(() => s_clone.Invoke(view, BindingFlags.DoNotWrapExceptions, null, null, null), message);
                foreach (PropertyInfo property in s_properties)
                {
                    isWhole &= Damaged.Reads(() => Touch(property.GetValue(view, BindingFlags.DoNotWrapExceptions, null, null, null)), $"{message}, {property.Name}");
                }
            }

            return isWhole;
        }

        private static void Touch(object? value)
        {
            GC.KeepAlive(value?.ToString());
            foreach (object? element in value is IEnumerable elements and not string ? elements.Cast<object?>().Take(MaxElements) : [])
            {
                GC.KeepAlive(element?.ToString());
            }
        }
    }
}
