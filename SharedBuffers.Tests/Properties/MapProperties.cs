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

    /// <summary>Maps and sets with so many keys that they are searched by their hashes: spread ones, crowded ones, and both.</summary>
    public static void CheckSearch(Random random, int shift)
    {
        int count = random.Next(400);
        int range = 1 << random.Next(1, 31);
        var numbers = new Dictionary<long, int>();
        var texts = new Dictionary<string, int>();
        for (int i = 0; i < count; i++)
        {
            numbers[random.Next(-range, range) * (random.Next(50) == 0 ? 1L << 33 : 1)] = i;
            texts[$"{(char)random.Next('a', 'z')}{random.Next(range)}é"] = i;
        }

        using ShiftedValue packedNumbers = ShiftedValue.Pack(shift, c => ValuePacker.PackAny(c, numbers));
        using ShiftedValue packedTexts = ShiftedValue.Pack(shift, c => ValuePacker.PackAny(c, texts));
        using ShiftedValue packedSet = ShiftedValue.Pack(shift, c => ValuePacker.PackAny(c, texts.Keys.ToHashSet()));
        SharedMap<long, int> byNumber = packedNumbers.Value.Get<SharedMap<long, int>>();
        SharedMap<SharedString, int> byText = packedTexts.Value.Get<SharedMap<SharedString, int>>();
        SharedSet<SharedString> set = packedSet.Value.Get<SharedSet<SharedString>>();
        foreach (long key in numbers.Keys.SelectMany(key => new[] { key - 1, key, key + 1 }).Append(long.MinValue).Append(long.MaxValue))
        {
            bool expected = numbers.TryGetValue(key, out int value);
            Property.Equal(byNumber.TryGetValue(key, out int found) ? found : -1, expected ? value : -1, $"number {key} of {count}");
            Property.Equal(key != (int)key || byNumber.As<int, int>().ContainsKey((int)key) == expected, true, $"int {key} of {count}");
        }

        foreach (string key in texts.Keys.SelectMany(key => new[] { key, key + "x" }).Append("").Append("\uD800"))
        {
            bool expected = texts.TryGetValue(key, out int value);
            Property.Equal(byText.TryGetValue(key, out int found) ? found : -1, expected ? value : -1, $"text {key} of {count}");
            Property.Equal(byText.TryGetValue(System.Text.Encoding.UTF8.GetBytes(key), out found) ? found : -1, expected ? value : -1, $"UTF-8 {key} of {count}");
            Property.Equal(set.Contains(key), expected, $"element {key} of {count}");
        }
    }

    private static object Key(SharedValue key) => key.ToObject() ?? DBNull.Value;
}
