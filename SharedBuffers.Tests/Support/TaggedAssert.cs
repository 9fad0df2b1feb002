using System.Collections;
using System.Collections.Immutable;
using System.Numerics;
using NUnit.Framework;
using SharedBuffers.Packing;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Support;

/// <summary>Compares what a vector says with what is read: as a view, and as the copy that the view makes.</summary>
public sealed class TaggedAssert
{
    private readonly HashSet<object> _visited = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<(object, object)> _visitedPairs = [];

    /// <summary>Optional reader of objects of schemas.</summary>
    public Action<TaggedObject, SharedValue>? Objects { get; init; }

    public static void View(object? expected, SharedValue actual) => new TaggedAssert().Compare(expected, actual);

    public static void Copy(object? expected, object? actual) => new TaggedAssert().CompareCopy(expected, actual);

    public void Compare(object? expected, SharedValue actual)
    {
        switch (expected)
        {
            case null or DBNull:
                Assert.That(actual.IsNull, Is.True);
                break;
            case bool flag:
                Assert.That(actual.Get<bool>(), Is.EqualTo(flag));
                break;
            case long number:
                Assert.That(actual.Get<long>(), Is.EqualTo(number));
                break;
            case BigInteger number:
                Assert.That(actual.Get<ulong>(), Is.EqualTo((ulong)number));
                break;
            case byte or sbyte or short or ushort or int or uint or ulong:
                Assert.That(actual.Kind == SharedValueKind.Integer && StructuralComparer.Instance.Equals(actual.ToObject(), expected), Is.True);
                break;
            case double number:
                Assert.That(actual.Kind, Is.EqualTo(SharedValueKind.Float));
                Assert.That(BitConverter.DoubleToInt64Bits(actual.Get<double>()), Is.EqualTo(BitConverter.DoubleToInt64Bits(number)));
                break;
            case float number:
                Assert.That(actual.Get<float>(), Is.EqualTo(number));
                break;
            case string text:
                Assert.That(actual.AsString().Equals(text), Is.True, text);
                Assert.That(actual.AsString().ToString(), Is.EqualTo(text));
                break;
            case byte[] bytes:
                Assert.That(actual.Kind, Is.EqualTo(SharedValueKind.Bytes));
                Assert.That(actual.AsBytes().ToArray(), Is.EqualTo(bytes));
                break;
            case ReadOnlyMemory<byte> bytes:
                Assert.That(actual.Kind, Is.EqualTo(SharedValueKind.Buffer));
                Assert.That(actual.AsBytes().ToArray(), Is.EqualTo(bytes.ToArray()));
                break;
            case BigDecimal number:
                Assert.That(actual.AsDecimal().ToBigDecimal(), Is.EqualTo(number));
                Assert.That(actual.AsDecimal().ToString(), Is.EqualTo(number.ToString()));
                break;
            case DateOnly day:
                Assert.That(actual.Get<DateOnly>(), Is.EqualTo(day));
                break;
            case DateTimeOffset time:
                Assert.That(actual.Get<DateTimeOffset>().UtcTicks, Is.EqualTo(time.UtcTicks));
                break;
            case NdArray array:
                CompareArray(array, actual);
                break;
            case TypedValue typed:
                Assert.That(actual.TypeCode, Is.EqualTo(typed.Code));
                Compare(typed.Code == Layout.ValueTypeCode.Float32 ? (float)(double)typed.Value : typed.Value, actual);
                break;
            case TaggedObject value:
                Assert.That(actual.Kind, Is.EqualTo(SharedValueKind.Object));
                Objects?.Invoke(value, actual);
                break;
            default:
                if (_visited.Add(expected))
                {
                    CompareContainer(expected, actual);
                }

                break;
        }
    }

    private void CompareContainer(object expected, SharedValue actual)
    {
        switch (expected)
        {
            case IDictionary dictionary:
                SharedMap<SharedValue, SharedValue> map = actual.AsMap();
                Assert.That(map.Count, Is.EqualTo(dictionary.Count));
                long[] entries = map.EntriesInPackedOrder();
                int i = 0;
                foreach (DictionaryEntry entry in dictionary)
                {
                    long place = entries[i++];
                    SharedValue key = map.KeyAt(place);
                    Compare(entry.Key, key);
                    Compare(entry.Value, map.ValueAt(place));
                    Assert.That(map.TryGetValue(key, out SharedValue found), Is.True, key.ToString());
                    Assert.That(found.PayloadOffset, Is.EqualTo(map.ValueAt(place).PayloadOffset));
                    if (entry.Key is string text)
                    {
                        Assert.That(map.As<SharedString, SharedValue>().ContainsKey(text), Is.True, text);
                    }
                }

                break;
            case HashSet<object?> set:
                CompareSet([.. set], actual);
                break;
            case IEnumerable elements:
                Assert.That(actual.Kind, Is.EqualTo(expected is ImmutableArray<object?> ? SharedValueKind.Tuple : SharedValueKind.List));
                CompareList([.. elements.Cast<object?>()], actual);
                break;
            default:
                Assert.Fail($"Unexpected {expected.GetType()}");
                break;
        }
    }

    private void CompareList(List<object?> expected, SharedValue actual)
    {
        SharedList<SharedValue> list = actual.AsList();
        Assert.That(list.Count, Is.EqualTo(expected.Count));
        for (int i = 0; i < expected.Count; i++)
        {
            Compare(expected[i], list[i]);
        }
    }

    private static void CompareSet(List<object?> expected, SharedValue actual)
    {
        SharedSet<SharedValue> set = actual.AsSet();
        Assert.That(set.Count, Is.EqualTo(expected.Count));

        // The order of elements means nothing: each expected one must be found, by lookup and by its copy.
        HashSet<object?> copy = new(set.Select(e => e.ToObject()), StructuralComparer.Instance);
        foreach (object? element in expected)
        {
            Assert.That(copy.Contains(element), Is.True, $"{element}");
            Assert.That(set.Contains(Packed.Value(element)), Is.True, $"{element}");
        }
    }

    private static void CompareArray(NdArray expected, SharedValue actual)
    {
        if (actual.Kind is SharedValueKind.NdArray)
        {
            SharedNdArray array = actual.AsNdArray();
            Assert.That(array.Type.ToDescription(), Is.EqualTo(expected.Type));
            Assert.That(array.ToNdArray(), Is.EqualTo(expected));
            return;
        }

        object[] elements = [.. TaggedNd.Elements(expected)];
        if (actual.Kind == SharedValueKind.Set)
        {
            CompareSet([.. elements.Distinct()], actual);
            return;
        }

        SharedList<SharedValue> list = actual.AsList();
        Assert.That(list.Count, Is.EqualTo(elements.Length));
        for (int i = 0; i < elements.Length; i++)
        {
            Assert.That(StructuralComparer.Instance.Equals(list[i].ToObject(), elements[i]), Is.True);
        }
    }

    public void CompareCopy(object? expected, object? actual)
    {
        if (expected is not null && actual is not null && expected is not string && !_visitedPairs.Add((new ByReference(expected), new ByReference(actual))))
        {
            return;
        }

        switch (expected)
        {
            case null or DBNull:
                Assert.That(actual, Is.Null.Or.EqualTo(DBNull.Value));
                break;
            case TypedValue typed:
                CompareCopy(typed.Code == Layout.ValueTypeCode.Float32 ? (float)(double)typed.Value : typed.Value, actual);
                break;
            case BigDecimal number:
                Assert.That(actual is decimal small ? new BigDecimal(small) : actual, Is.EqualTo(number));
                break;
            case DateTimeOffset time:
                Assert.That(actual, Is.EqualTo(time.UtcDateTime));
                break;
            case ReadOnlyMemory<byte> bytes:
                Assert.That(((ReadOnlyMemory<byte>)actual!).ToArray(), Is.EqualTo(bytes.ToArray()));
                break;
            case IDictionary dictionary:
                var copy = (IDictionary)actual!;
                Assert.That(copy.Count, Is.EqualTo(dictionary.Count));
                foreach ((object left, object right) in dictionary.Keys.Cast<object>().Zip(copy.Keys.Cast<object>()))
                {
                    CompareCopy(left, right);
                    CompareCopy(dictionary[left], copy[right]);
                }

                break;
            case ImmutableArray<object?> or List<object?>:
                object?[] items = [.. ((IEnumerable)actual!).Cast<object?>()];
                object?[] wanted = [.. ((IEnumerable)expected).Cast<object?>()];
                Assert.That(items, Has.Length.EqualTo(wanted.Length));
                for (int i = 0; i < items.Length; i++)
                {
                    CompareCopy(wanted[i], items[i]);
                }

                break;
            case HashSet<object?> set:
                HashSet<object?> found = new(((IEnumerable)actual!).Cast<object?>(), StructuralComparer.Instance);
                Assert.That(found.Count == set.Count && set.All(found.Contains), Is.True);
                break;
            default:
                Assert.That(StructuralComparer.Instance.Equals(expected is BigInteger big ? (ulong)big : expected, actual), Is.True, $"{expected} {actual}");
                break;
        }
    }

    private readonly struct ByReference(object value) : IEquatable<ByReference>
    {
        private readonly object _value = value;

        public bool Equals(ByReference other) => ReferenceEquals(_value, other._value);

        public override bool Equals(object? obj) => obj is ByReference other && Equals(other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_value);
    }
}
