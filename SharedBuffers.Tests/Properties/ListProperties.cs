using System.Numerics;
using SharedBuffers.Packing;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Properties;

/// <summary>Stored lists behave as the arrays that they were packed from.</summary>
internal static class ListProperties
{
    public static void Check(Random random, int shift)
    {
        CheckNumbers<byte>(random, shift);
        CheckNumbers<sbyte>(random, shift);
        CheckNumbers<ushort>(random, shift);
        CheckNumbers<short>(random, shift);
        CheckNumbers<uint>(random, shift);
        CheckNumbers<int>(random, shift);
        CheckNumbers<ulong>(random, shift);
        CheckNumbers<long>(random, shift);
        CheckNumbers<float>(random, shift);
        CheckNumbers<double>(random, shift);
        CheckTexts(random, shift);
    }

    private static void CheckNumbers<T>(Random random, int shift)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        T[] model = RandomValues.Numbers<T>(random);
        using ShiftedValue packed = ShiftedValue.Pack(shift, c => ValuePacker.PackSequence(c, model));
        var list = new SharedList<T>(packed.Region, packed.Offset);
        CheckSequence(list, model, random);
        Property.Same(list.AsSpan().ToArray(), model, "span");
        T other = RandomValues.Number<T>(random);
        Property.Equal(list.IndexOf(other), Array.IndexOf(model, other), "index of");
        Property.Equal(list.SequenceCompareTo(model.AsSpan(0, model.Length / 2)), model.Length / 2 == model.Length ? 0 : 1, "compare with the first half");
        Property.Same(list.As<T?>().ToArray(), model.Select(number => (T?)number), "nullable");

        // Boxed integers are packed in the narrowest width that all fit, so reading them back converts.
        using ShiftedValue narrow = ShiftedValue.Pack(shift, c => ValuePacker.PackSequenceObject(c, model.Select(number => (object?)number).ToList()));
        if (T.IsInteger(T.One / (T.One + T.One)) || typeof(T) == typeof(double))
        {
            CheckSequence(new SharedList<T>(narrow.Region, narrow.Offset), model, random);
        }

        Array.Sort(model);
        using ShiftedValue sorted = ShiftedValue.Pack(shift, c => ValuePacker.PackSequence(c, model));
        long index = new SharedList<T>(sorted.Region, sorted.Offset).BinarySearch(other);
        int expected = Array.BinarySearch(model, other);
        Property.Equal(index >= 0, expected >= 0, "found");
        Property.Equal(index >= 0 ? model[index] : other, other, "what was found");
        Property.Equal(index < 0 ? SortedSpan.LowerBound<T, T>(model, other) : ~index, ~index, "where it would go");
        Property.Equal(SortedSpan.Contains<T, T>(model, other, random.Next(-2, model.Length + 2)), expected >= 0, "contains with a hint");
    }

    private static void CheckSequence<T>(SharedList<T> list, T[] model, Random random)
        where T : IComparable<T>
    {
        Property.Same(list, model, "enumeration");
        Property.Same(list.ToArray(), model, "array");
        Property.Equal(list.SequenceEqual(model), true, "equality");
        int start = random.Next(model.Length + 1);
        int count = random.Next(model.Length - start + 1);
        int step = random.Next(1, 5);
        SharedList<T> part = list[start..(start + count)];
        T[] expected = model[start..(start + count)];
        Property.Same(part, expected, "range");
        Property.Same(part.Reverse(), Enumerable.Reverse(expected), "backwards");
        Property.Same(part.Every(step), expected.Where((_, i) => i % step == 0), "every");
        Property.Same(part.Every(step).Reverse()[(count == 0 ? 0 : 1)..], expected.Where((_, i) => i % step == 0).Reverse().Skip(1), "part of the part");
        for (int i = 1; i <= count; i++)
        {
            Property.Equal(part[^i], expected[^i], "from the end");
        }
    }

    private static void CheckTexts(Random random, int shift)
    {
        string?[] model = [.. Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(5) == 0 ? null : new string((char)random.Next(0x61, 0x180), random.Next(30)))];
        using ShiftedValue packed = ShiftedValue.Pack(shift, c => ValuePacker.PackSequence(c, model), new PackOptions { WidePointers = random.Next(2) == 0 });
        var list = new SharedList<SharedString>(packed.Region, packed.Offset);
        Property.Same(list.Select(text => text.IsNull ? null : text.ToString()), model, "texts");
        Property.Same(list.Reverse().Select(text => text.IsNull ? null : text.ToString()), Enumerable.Reverse(model), "texts backwards");
        for (int i = 0; i < model.Length; i++)
        {
            Property.Equal(list[i].Equals(model[i]), true, "text");
            Property.Equal(Math.Sign(list[i].CompareTo(model[0])), Math.Sign(string.CompareOrdinal(model[i], model[0])), "order of texts");
        }
    }
}
