using SharedBuffers.Packing;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Properties;

/// <summary>Stored sets behave as hash sets, for every mix of element types, widths and forms.</summary>
internal static class SetProperties
{
    private static readonly StructuralComparer s_comparer = StructuralComparer.Instance;

    public static void Check(Random random, int shift)
    {
        int kind = random.Next(6);
        HashSet<object?> left = Model(random, kind);
        HashSet<object?> right = Model(random, random.Next(3) == 0 ? random.Next(6) : kind);
        if (random.Next(4) == 0)
        {
            right = new HashSet<object?>(left.Where(_ => random.Next(3) > 0), s_comparer!);
        }

        using ShiftedValue packedLeft = Pack(left, shift);
        using ShiftedValue packedRight = Pack(right, (shift + 3) % 8);
        SharedSet<SharedValue> l = packedLeft.Value.AsSet();
        SharedSet<SharedValue> r = packedRight.Value.AsSet();
        Property.Equal(l.Count, left.Count, "count");
        Property.Equal(left.SetEquals(l.Select(Copy)), true, "elements");
        CheckMembers(random, l, left);
        CheckMembers(random, r, right);
        Property.Equal(l.IsSubsetOf(r), left.IsSubsetOf(right), "subset");
        Property.Equal(l.IsSupersetOf(r), left.IsSupersetOf(right), "superset");
        Property.Equal(l.IsProperSubsetOf(r), left.IsProperSubsetOf(right), "proper subset");
        Property.Equal(l.IsProperSupersetOf(r), left.IsProperSupersetOf(right), "proper superset");
        Property.Equal(l.Overlaps(r), left.Overlaps(right), "overlap");
        Property.Equal(l.SetEquals(r), left.SetEquals(right), "equality");
        Property.Equal(packedLeft.Value.Equals(packedRight.Value), left.SetEquals(right), "equality of values");

        SharedValue[] span = [.. r];
        Property.Equal(l.IsSubsetOf(span.AsSpan()), left.IsSubsetOf(right), "subset of a span");
        Property.Equal(l.IsSupersetOf(span.AsSpan()), left.IsSupersetOf(right), "superset of a span");
        Property.Equal(l.IsProperSubsetOf(span.AsSpan()), left.IsProperSubsetOf(right), "proper subset of a span");
        Property.Equal(l.IsProperSupersetOf(span.AsSpan()), left.IsProperSupersetOf(right), "proper superset of a span");
        Property.Equal(l.Overlaps(span.AsSpan()), left.Overlaps(right), "overlap with a span");
        Property.Equal(l.SetEquals(span.AsSpan()), left.SetEquals(right), "equality with a span");
        Property.Equal(l.SetEquals(span.AsEnumerable()), left.SetEquals(right), "equality with a sequence");

        CheckResult(left, right, l.Union(r), l.Union(span.AsSpan()), static (a, b) => a.UnionWith(b), "union");
        CheckResult(left, right, l.Intersect(r), l.Intersect(span.AsSpan()), static (a, b) => a.IntersectWith(b), "intersection");
        CheckResult(left, right, l.Except(r), l.Except(span.AsSpan()), static (a, b) => a.ExceptWith(b), "difference");
        CheckResult(left, right, l.SymmetricExcept(r), l.SymmetricExcept(span.AsSpan()), static (a, b) => a.SymmetricExceptWith(b), "symmetric difference");
    }

    private static HashSet<object?> Model(Random random, int kind)
    {
        var model = new HashSet<object?>(s_comparer!);
        int count = random.Next(14);
        for (int i = 0; i < count; i++)
        {
            model.Add(kind switch
            {
                0 => (long)random.Next(56),
                1 => (long)random.Next(120),
                2 => (long)random.Next(-5, 400),
                3 => random.NextInt64(-3, 3) * (1L << 40),
                4 => random.Next(-6, 7) / 2.0,
                _ => RandomValues.Key(random) is { } key and not DBNull ? key : null,
            });
        }

        return model;
    }

    private static ShiftedValue Pack(HashSet<object?> model, int shift) => ShiftedValue.Pack(shift, c => ValuePacker.PackAny(c, model));

    private static void CheckMembers(Random random, SharedSet<SharedValue> set, HashSet<object?> model)
    {
        for (int i = 0; i < 6; i++)
        {
            object? key = Model(random, random.Next(6)).FirstOrDefault();
            using ShiftedValue stored = ShiftedValue.Pack(i, c => ValuePacker.PackAny(c, new List<object?> { "", key }));
            Property.Equal(set.Contains(stored.Value.AsList()[1]), model.Contains(key), $"membership of {key ?? "null"}");
            switch (key)
            {
                case long number:
                    Property.Equal(set.As<long>().Contains(number), model.Contains(key), "membership of an integer");
                    Property.Equal(set.As<double>().Contains(number), model.Contains(key), "membership of an integer as double");
                    Property.Equal(set.As<int>().Contains((int)number), model.Contains((long)(int)number), "membership of an int");
                    break;
                case double number:
                    Property.Equal(set.As<double>().Contains(number), model.Contains(key), "membership of a double");
                    break;
                case string text:
                    Property.Equal(set.As<SharedString>().Contains(text), model.Contains(key), "membership of a text");
                    break;
            }
        }
    }

    private static void CheckResult(
        HashSet<object?> left, HashSet<object?> right, HashSet<SharedValue> ofSets, HashSet<SharedValue> ofSpan, Action<HashSet<object?>, HashSet<object?>> combine, string what)
    {
        var expected = new HashSet<object?>(left, s_comparer!);
        combine(expected, right);
        Property.Equal(ofSets.Count, expected.Count, what);
        Property.Equal(expected.SetEquals(ofSets.Select(Copy)), true, what);
        Property.Equal(expected.SetEquals(ofSpan.Select(Copy)), true, $"{what} with a span");
    }

    private static object? Copy(SharedValue value) => value.ToObject();
}
