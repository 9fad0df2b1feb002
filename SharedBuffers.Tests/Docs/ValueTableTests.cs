using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;
using System.Numerics.Tensors;
using NUnit.Framework;
using SharedBuffers.Layout;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Docs;

/// <summary>The table "What is packed as what" of docs/values.md, row by row: every row has values here, and both of its columns are true of them.</summary>
[TestFixture]
public sealed class ValueTableTests
{
    private static readonly BigInteger s_big = BigInteger.Pow(10, 40) + 1;

    private static readonly DateTime s_utc = new(2019, 3, 5, 1, 2, 3, DateTimeKind.Utc);

    private static readonly Schema s_schema = new([new("a", SlotType.Int32)], "Point", typeCode: 0x90);

    /// <summary>First cell of a row, and values of the types that it names with the type of their copy.</summary>
    private static readonly (string Row, ValueTypeCode[] Codes, (object? Value, Type? Copy)[] Values)[] s_rows =
    [
        ("`null`, `DBNull`", [ValueTypeCode.None], [(null, null), (DBNull.Value, null)]),
        ("`bool`", [ValueTypeCode.Bool], [(true, typeof(bool)), (false, typeof(bool))]),
        ("`sbyte` … `ulong`", [ValueTypeCode.Int8, ValueTypeCode.UInt8, ValueTypeCode.Int16, ValueTypeCode.UInt16, ValueTypeCode.Int32, ValueTypeCode.UInt32, ValueTypeCode.Int64, ValueTypeCode.UInt64],
        [
            ((sbyte)-1, typeof(long)), ((byte)200, typeof(long)), ((short)-300, typeof(long)), ((ushort)60000, typeof(long)), (-70000, typeof(long)), (uint.MaxValue, typeof(long)),
            (long.MinValue, typeof(long)), (ulong.MaxValue, typeof(ulong)), ((nint)(-7), typeof(long)), ((nuint)7, typeof(long)), (DayOfWeek.Friday, typeof(long)),
            ((Int128)70000, typeof(long)), ((UInt128)ulong.MaxValue, typeof(ulong)), (new BigInteger(-5), typeof(long)),
        ]),
        ("`Int128`, `UInt128`, `BigInteger` beyond", [ValueTypeCode.Decimal], [(Int128.MaxValue / 1_000_000_000_000, typeof(decimal)), (UInt128.MaxValue, typeof(BigDecimal)), (s_big, typeof(BigDecimal))]),
        ("`float`, `Half`", [ValueTypeCode.Float32], [(1.5f, typeof(float)), ((Half)1.5, typeof(float)), (float.NaN, typeof(float))]),
        ("`double`", [ValueTypeCode.Float64], [(1.5, typeof(double)), (-0.0, typeof(double))]),
        ("`decimal`, `BigDecimal`", [ValueTypeCode.Decimal], [(1.50m, typeof(decimal)), (-0.0m, typeof(decimal)), (new BigDecimal(s_big, -50, isNegative: true), typeof(BigDecimal)), (new BigDecimal(1, 1000, isNegative: false), typeof(BigDecimal))]),
        ("`string`, `char`", [ValueTypeCode.String], [("text", typeof(string)), ("", typeof(string)), ('c', typeof(string))]),
        ("`byte[]`, `ArraySegment<byte>`", [ValueTypeCode.Bytes], [(new byte[] { 1 }, typeof(byte[])), (new ArraySegment<byte>([1, 2, 3], 1, 1), typeof(byte[]))]),
        ("`ReadOnlyMemory<byte>`, `Memory<byte>`", [ValueTypeCode.Buffer], [(new ReadOnlyMemory<byte>([1]), typeof(ReadOnlyMemory<byte>)), (new Memory<byte>([2]), typeof(ReadOnlyMemory<byte>))]),
        ("`Guid`", [ValueTypeCode.Bytes], [(new Guid("00112233-4455-6677-8899-aabbccddeeff"), typeof(byte[]))]),
        ("`DateOnly`", [ValueTypeCode.Date], [(new DateOnly(2019, 3, 5), typeof(DateOnly)), (DateOnly.MinValue, typeof(DateOnly)), (DateOnly.MaxValue, typeof(DateOnly))]),
        ("`DateTime`", [ValueTypeCode.DateTime], [(s_utc, typeof(DateTime)), (s_utc.ToLocalTime(), typeof(DateTime)), (DateTime.SpecifyKind(s_utc, DateTimeKind.Unspecified), typeof(DateTime))]),
        ("`DateTimeOffset`", [ValueTypeCode.DateTime], [(new DateTimeOffset(s_utc).ToOffset(TimeSpan.FromHours(5)), typeof(DateTime))]),
        ("`StoredInstant`", [ValueTypeCode.DateTime], [(new StoredInstant(0, 1, 1440), typeof(DateTime)), (new StoredInstant(1L << 42, 0), typeof(StoredInstant))]),
        ("`TimeSpan`", [ValueTypeCode.Int64], [(TimeSpan.FromTicks(7), typeof(long))]),
        ("arrays, `List<T>`", [ValueTypeCode.MappedList],
        [
            (new[] { 1, 2 }, typeof(List<int>)), (new List<short> { 1 }, typeof(List<short>)), (new Queue<object>([1, "a"]), typeof(List<object>)), (new string?[] { "a", null }, typeof(List<object>)),
            (new List<object> { 1, 300 }, typeof(List<ushort>)), (new double[] { 0.5 }, typeof(List<double>)), (Array.Empty<object>(), typeof(List<object>)),
        ]),
        ("`Tuple`, `ValueTuple`, `ImmutableArray<T>`", [ValueTypeCode.MappedTuple],
        [
            (Tuple.Create("a", 1.5), typeof(ImmutableArray<object>)), ((1, 300), typeof(ImmutableArray<ushort>)), (ImmutableArray.Create(1L), typeof(ImmutableArray<long>)),
            (ValueTuple.Create(), typeof(ImmutableArray<object>)),
        ]),
        ("`HashSet<T>`, `FrozenSet<T>`", [ValueTypeCode.MappedSet],
        [
            (new HashSet<int> { 1, 2 }, typeof(FrozenSet<byte>)), (new[] { -1.5 }.ToFrozenSet(), typeof(FrozenSet<double>)), (new SortedSet<string> { "a" }, typeof(HashSet<object>)),
            (ImmutableHashSet.Create(-1, 70000), typeof(FrozenSet<int>)), (new HashSet<bool> { true }, typeof(HashSet<object>)),
        ]),
        ("any `IDictionary`", [ValueTypeCode.MappedMap],
        [
            (new Dictionary<string, int> { ["a"] = 1 }, typeof(Dictionary<object, object>)), (new Hashtable { [1] = "x" }, typeof(Dictionary<object, object>)),
            (new Dictionary<long, double> { [5] = 1 }.ToFrozenDictionary(), typeof(Dictionary<object, object>)),
        ]),
        ("arrays of two or more dimensions", [ValueTypeCode.NdArray], [(new float[,] { { 1, 2 } }, typeof(NdArray)), (new bool[1, 1, 2], typeof(NdArray)), (new Complex[1, 1], typeof(NdArray)), (new Half[2, 1], typeof(NdArray))]),
        ("`Tensor<T>`", [ValueTypeCode.NdArray], [(Tensor.Create([1, 2, 3, 4], [2, 2]), typeof(NdArray))]),
        ("`NdArray`", [ValueTypeCode.NdArray], [(NdArray.Create<short>([1, 2], 2), typeof(NdArray))]),
        ("`Complex`", [ValueTypeCode.NdArray], [(Complex.ImaginaryOne, typeof(NdArray))]),
        ("`TypedValue`", [ValueTypeCode.Int64, ValueTypeCode.ProxiedList], [(new TypedValue(5L, ValueTypeCode.Int64), typeof(long)), (new TypedValue(new List<object?> { 1 }, ValueTypeCode.ProxiedList), typeof(List<byte>))]),
        ("`[SharedStruct]` types", [(ValueTypeCode)0x90], [(new SchemaObject(s_schema) { ["a"] = 5 }, typeof(Dictionary<string, object>))]),
        ("anything else", [], [(new Uri("https://example.org"), null), (new Version(1, 2), null)]),
    ];

    private static string[][] Table { get; } =
        [.. File.ReadLines(RepositoryRoot.Combine("docs", "values.md"))
            .SkipWhile(line => !line.StartsWith("## What is packed as what", StringComparison.Ordinal))
            .SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())];

    [Test]
    public void Rows_OfThePage_EachHaveValues()
    {
        Assert.That(Table, Is.Not.Empty);
        foreach (string[] cells in Table)
        {
            Assert.That(s_rows.Count(row => Names(cells, row.Row)), Is.EqualTo(1), $"the row '{cells[0]}' is tested by no values, or by those of two");
        }

        Assert.That(s_rows.Where(row => !Table.Any(cells => Names(cells, row.Row))).Select(row => row.Row), Is.Empty, "values of rows that the page does not have");
    }

    [Test]
    public void StoredAs_EveryRow_IsTrue()
    {
        foreach (string[] cells in Table)
        {
            (_, ValueTypeCode[] codes, (object? Value, Type? Copy)[] values) = s_rows.Single(row => Names(cells, row.Row));
            if (codes.Length == 0)
            {
                Assert.That(cells[1], Does.Contain("ArgumentException"));
                Assert.That(values, Has.All.Matches<(object? Value, Type? Copy)>(v => Throws(v.Value)), cells[0]);
                continue;
            }

            Assert.That(values.Select(v => Packed.Value(v.Value).TypeCode).Distinct(), Is.EquivalentTo(codes), cells[0]);
            if (cells[0] != "`TypedValue`")
            {
                Assert.That(codes, Has.All.Matches<ValueTypeCode>(code => cells[1].Contains(Word(code), StringComparison.Ordinal)), $"{cells[0]} is not '{cells[1]}'");
            }
        }
    }

    [Test]
    public void CopiedTo_EveryRow_IsTrue()
    {
        foreach (string[] cells in Table)
        {
            foreach ((object? value, Type? copy) in s_rows.Single(row => Names(cells, row.Row)).Values)
            {
                if (Throws(value))
                {
                    continue;
                }

                SharedValue packed = Packed.Value(value);
                if (value is SchemaObject)
                {
                    TypeRegistry.Of(packed.Region).Register(s_schema);
                }

                object? actual = packed.ToObject();
                Assert.That(copy is null ? actual is null : copy.IsInstanceOfType(actual), Is.True, $"{cells[0]}: {actual?.GetType()} instead of {copy}");
                if (value is not TypedValue)
                {
                    Assert.That(cells[2], Does.Contain(NameOf(copy)), cells[0]);
                }

                if (value is not SchemaObject)
                {
                    Assert.That(Packed.Value(actual), Is.EqualTo(packed), $"{cells[0]}: packed again");
                }
            }
        }
    }

    private static bool Names(string[] cells, string row) => cells[0] == row || (cells[0].StartsWith(row, StringComparison.Ordinal) && (!char.IsPunctuation(row[^1]) || cells[0][row.Length] is ',' or ' '));

    private static bool Throws(object? value)
    {
        try
        {
            Packed.Value(value);
            return false;
        }
        catch (ArgumentException e)
        {
            return e.Message.Contains(value!.GetType().FullName!, StringComparison.Ordinal);
        }
    }

    private static string Word(ValueTypeCode code) => code switch
    {
        ValueTypeCode.None => "null",
        ValueTypeCode.DateTime => "instant",
        ValueTypeCode.NdArray => "n-dimensional array",
        >= ValueTypeCode.FirstUser => "object",
        ValueTypeCode.MappedList or ValueTypeCode.MappedTuple or ValueTypeCode.MappedSet or ValueTypeCode.MappedMap => code.ToString()["Mapped".Length..].ToLowerInvariant(),
        _ => code.ToString().ToLowerInvariant(),
    };

    /// <summary>The name as the page writes it: of a collection of numbers only the collection.</summary>
    private static string NameOf(Type? copy) => copy switch
    {
        null => "`null`",
        { IsArray: true } => "`byte[]`",
        { IsGenericType: true } when copy == typeof(ReadOnlyMemory<byte>) => "`ReadOnlyMemory<byte>`",
        { IsGenericType: true } when copy.GetGenericArguments()[^1] != typeof(object) => $"`{copy.Name[..copy.Name.IndexOf('`', StringComparison.Ordinal)]}<T>`",
        { IsGenericType: true } when copy.GetGenericArguments().Length == 2 => $"`{copy.Name[..copy.Name.IndexOf('`', StringComparison.Ordinal)]}<{(copy.GetGenericArguments()[0] == typeof(string) ? "string" : "object")}, object?>`",
        { IsGenericType: true } => $"`{copy.Name[..copy.Name.IndexOf('`', StringComparison.Ordinal)]}<object?>`",
        _ => copy == typeof(bool) ? "`bool`" : copy == typeof(long) ? "`long`" : copy == typeof(ulong) ? "`ulong`" : copy == typeof(float) ? "`float`" : copy == typeof(double) ? "`double`"
            : copy == typeof(decimal) ? "`decimal`" : copy == typeof(string) ? "`string`" : $"`{copy.Name}`",
    };
}
