using System.Numerics;
using System.Numerics.Tensors;
using NUnit.Framework;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Values;

[TestFixture]
public sealed class SharedNdArrayTests
{
    private static readonly NdTypeDescription s_point = new(
        [new NdField("x", new(NdScalarType.Of<short>())), new NdField("inner", new([new NdField("y", new(NdScalarType.Of<int>())), new NdField("z", new(new NdScalarType('f', 8, true)))]))]);

    [Test]
    public void GetField_NestedRecords_ShowsTheirElements()
    {
        byte[] data = new byte[2 * 14];
        for (int i = 0; i < 2; i++)
        {
            BitConverter.TryWriteBytes(data.AsSpan(i * 14), (short)(i + 1));
            BitConverter.TryWriteBytes(data.AsSpan((i * 14) + 2), (i + 1) * 100);
            System.Buffers.Binary.BinaryPrimitives.WriteDoubleBigEndian(data.AsSpan((i * 14) + 6), i + 0.5);
        }

        SharedNdArray array = Packed.Value(new NdArray(s_point, [2], data)).AsNdArray();
        Assert.That(array.GetField("x").ToArray<short>(), Is.EqualTo(new short[] { 1, 2 }));
        Assert.That(array.GetField("inner").GetField("y").ToArray<long>(), Is.EqualTo(new long[] { 100, 200 }));
        Assert.That(array.GetField("inner").GetField("z").ToArray<double>(), Is.EqualTo(new[] { 0.5, 1.5 }));
        Assert.That(array[1].GetField("x").Get<int>(), Is.EqualTo(2));
        Assert.That(array.GetField("x").AsTensorSpan<short>()[1], Is.EqualTo(2), "14 bytes are seven elements");
        Assert.That(() => array.GetField("inner").GetField("y").AsTensorSpan<int>(), Throws.InvalidOperationException, "14 bytes are no multiple of 4");
        Assert.That(() => array.GetField("w"), Throws.TypeOf<KeyNotFoundException>());
        Assert.That(array.ToNdArray().Data.ToArray(), Is.EqualTo(data));
    }

    [Test]
    public void AsTensorSpan_ShapesAndSlices_ShowsTheSameElements()
    {
        SharedNdArray array = Packed.Value(NdArray.Create<int>([.. Enumerable.Range(0, 24)], 2, 3, 4)).AsNdArray();
        ReadOnlyTensorSpan<int> tensor = array.AsTensorSpan<int>();
        Assert.That(tensor.Rank, Is.EqualTo(3));
        Assert.That(tensor[1, 2, 3], Is.EqualTo(23));
        Assert.That(Tensor.Sum(tensor), Is.EqualTo(276));
        Assert.That(array.Slice(2, 1, 2, 2).AsTensorSpan<int>()[1, 0, 1], Is.EqualTo(15));
        Assert.That(array.Transpose().AsTensorSpan<int>()[3, 2, 1], Is.EqualTo(23));
        Assert.That(array[1].AsTensorSpan<int>()[0, 0], Is.EqualTo(12));
        Assert.That(array[1][2][3].AsTensorSpan<int>()[0], Is.EqualTo(23));
        Assert.That(() => array.Slice(0, 1, 2, -1).AsTensorSpan<int>(), Throws.InvalidOperationException);
        Assert.That(() => array.AsTensorSpan<long>(), Throws.InvalidOperationException);
        Assert.That(default(SharedNdArray).Length, Is.Zero);
    }

    [Test]
    public void PackAny_Tensors_AreArrays()
    {
        Tensor<float> tensor = Tensor.Create<float>([1, 2, 3, 4, 5, 6], [3, 2]);
        SharedNdArray array = Packed.Value(tensor).AsNdArray();
        Assert.That((array.Type.ToString(), array.GetLength(0), array.GetLength(1)), Is.EqualTo(("<f4", 3L, 2L)));
        Assert.That(array.AsSpan<float>().ToArray(), Is.EqualTo(new float[] { 1, 2, 3, 4, 5, 6 }));
        Assert.That(array.ToTensor<double>()[2, 1], Is.EqualTo(6));
        Assert.That(Packed.Value(Tensor.Create([Complex.One], [1])).AsNdArray().Get<Complex>(0), Is.EqualTo(Complex.One));
        Assert.That(Packed.Value(Tensor.Create([true, false], [2])).AsNdArray().Get<bool>(1), Is.False);
        Assert.That(Packed.Value(new[,] { { 1, 2 }, { 3, 4 } }).AsNdArray().Get<int>(1, 0), Is.EqualTo(3));
    }
}
