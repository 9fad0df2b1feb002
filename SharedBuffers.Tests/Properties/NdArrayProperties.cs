using System.Numerics;
using SharedBuffers.Packing;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Properties;

/// <summary>Stored n-dimensional arrays behave as their elements and the arithmetic of indexes say.</summary>
internal static class NdArrayProperties
{
    public static void Check(Random random, int shift)
    {
        Check<byte>(random, shift);
        Check<short>(random, shift);
        Check<uint>(random, shift);
        Check<long>(random, shift);
        Check<float>(random, shift);
        Check<double>(random, shift);
        Check<Half>(random, shift);
    }

    private static void Check<T>(Random random, int shift)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        long[] shape = [.. Enumerable.Range(0, random.Next(6)).Select(_ => (long)random.Next(random.Next(8) == 0 ? 0 : 1, 4))];
        int count = (int)shape.Aggregate(1L, (product, length) => product * length);
        T[] model = [.. Enumerable.Range(0, count).Select(_ => RandomValues.Number<T>(random))];
        NdArray source = NdArray.Create<T>(model, shape);
        using ShiftedValue packed = ShiftedValue.Pack(shift, c => ValuePacker.PackNdArray(c, source));
        SharedNdArray array = SharedNdArray.Read(packed.Region, packed.Offset);
        Property.Equal(array.Rank, shape.Length, "rank");
        Property.Equal(array.Length, count, "length");
        Property.Same(array.AsSpan<T>().ToArray(), model, "span");
        Property.Same(array.ToArray<T>(), model, "copy");
        Property.Equal(array.ToNdArray(), source, "clone");
        if (count > 0)
        {
            Property.Same(Flatten<T>(array), model, "tensor");
            Property.Equal(array.ToTensor<T>().FlattenedLength, count, "tensor");
        }

        using var file = new MemoryStream();
        array.WriteNpy(file);
        file.Position = 0;
        Property.Equal(NdArray.ReadNpy(file), source, "npy");
        for (int i = 0; i < 5 && count > 0; i++)
        {
            long[] index = [.. shape.Select(length => (long)random.Next((int)length))];
            Property.Equal(array.Get<T>(index), model[Flat(index, shape)], "element");
            SharedNdArray inner = array;
            foreach (long at in index)
            {
                inner = inner[at];
            }

            Property.Equal(inner.Get<T>(), model[Flat(index, shape)], "element of elements");
        }

        if (shape.Length > 0 && count > 0)
        {
            CheckSlices(random, array, model, shape);
        }
    }

    private static void CheckSlices<T>(Random random, SharedNdArray array, T[] model, long[] shape)
        where T : unmanaged, INumber<T>
    {
        int dimension = random.Next(shape.Length);
        long length = shape[dimension];
        SharedNdArray backwards = array.Slice(dimension, length - 1, length, -1);
        SharedNdArray transposed = array.Transpose();
        SharedNdArray part = array.Slice(dimension, 0, (length + 1) / 2, 2);
        long[] index = new long[shape.Length];
        for (int i = 0; i < model.Length; i++)
        {
            Property.Equal(transposed.Get<T>([.. Enumerable.Reverse(index)]), model[i], "transposed");
            long at = index[dimension];
            index[dimension] = length - 1 - at;
            Property.Equal(backwards.Get<T>(index), model[i], "backwards");
            index[dimension] = at / 2;
            Property.Equal(at % 2 != 0 || part.Get<T>(index) == model[i], true, "every second");
            index[dimension] = at;
            for (int d = index.Length - 1; d >= 0 && ++index[d] == shape[d]; d--)
            {
                index[d] = 0;
            }
        }

        Property.Same(Flatten<T>(transposed), transposed.ToArray<T>(), "transposed tensor");
        try
        {
            Property.Same(Flatten<T>(part), part.ToArray<T>(), "tensor of every second");
        }
        catch (InvalidOperationException exception) when (length % 2 != 0 && exception.Message.Contains("tensor span cannot", StringComparison.Ordinal))
        {
            // Rows of an odd length, of which every second element is taken, interlock.
            Property.Same(part.ToTensor<T>().ToArray(), part.ToArray<T>(), "copied tensor of every second");
        }
    }

    private static T[] Flatten<T>(SharedNdArray array)
        where T : unmanaged
    {
        var flat = new T[array.Length];
        array.AsTensorSpan<T>().FlattenTo(flat);
        return flat;
    }

    private static long Flat(long[] index, long[] shape) => index.Select((at, dimension) => at * shape[(dimension + 1)..].Aggregate(1L, (product, length) => product * length)).Sum();
}
