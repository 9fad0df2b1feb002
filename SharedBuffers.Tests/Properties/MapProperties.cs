using SharedBuffers.Packing;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Properties;

/// <summary>Stored maps behave as dictionaries, with keys of any type.</summary>
internal static class MapProperties
{
    private static readonly StructuralComparer s_comparer = StructuralComparer.Instance;

    public static void Check(Random random, int shift)
    {
        var model = new Dictionary<object, object?>(s_comparer!);
        int count = random.Next(20);
        for (int i = 0; i < count; i++)
        {
            object key = RandomValues.Key(random);
            model[key] = random.Next(3) == 0 ? "value " + i : i * 1000L;
        }

        using ShiftedValue packed = ShiftedValue.Pack(shift, c => ValuePacker.PackAny(c, model));
        SharedMap<SharedValue, SharedValue> map = packed.Value.AsMap();
        Property.Equal(map.Count, model.Count, "count");
        foreach ((SharedValue key, SharedValue value) in map)
        {
            Property.Equal(s_comparer.Equals(model[Key(key)], value.ToObject()), true, "entry");
            Property.Equal(map[key].Equals(value), true, "value of a stored key");
        }

        Property.Same(map.Keys, map.Select(pair => pair.Key), "keys");
        Property.Same(map.Values, map.Select(pair => pair.Value), "values");
        Property.Same(map.ToDictionary(key => key).Keys.Select(key => s_comparer.GetHashCode(Key(key))), model.Keys.Select(key => s_comparer.GetHashCode(key)), "order of packing");
        for (int i = 0; i < 12; i++)
        {
            object key = RandomValues.Key(random);
            if (key is System.Collections.Immutable.ImmutableArray<object?>)
            {
                // Tuples are looked for as stored values only, as above.
                continue;
            }

            bool expected = model.TryGetValue(key, out object? value);
            Property.Equal(map.TryGetValue(key, out SharedValue found), expected, $"key {key}");
            Property.Equal(!expected || s_comparer.Equals(found.ToObject(), value), true, $"value of {key}");
            switch (key)
            {
                case string text:
                    Property.Equal(map.As<SharedString, SharedValue>().ContainsKey(text), expected, "text key");
                    Property.Equal(map.As<SharedString, SharedValue>().ContainsKey(System.Text.Encoding.UTF8.GetBytes(text)), expected, "UTF-8 key");
                    break;
                case long number:
                    Property.Equal(map.As<long, SharedValue>().ContainsKey(number), expected, "integer key");
                    break;
                case double number:
                    Property.Equal(map.As<double, SharedValue>().ContainsKey(number), expected, "double key");
                    break;
            }
        }
    }

    private static object Key(SharedValue key) => key.ToObject() ?? DBNull.Value;
}
