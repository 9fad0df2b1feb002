using System.Numerics;
using System.Numerics.Tensors;
using NUnit.Framework;
using SharedBuffers.Diagnostics;
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

    [Test]
    public void GetField_NoRecordsAtTheEndOfTheRegion_IsEmpty()
    {
        SharedNdArray array = Packed.Value(new NdArray(s_point, [0], default)).AsNdArray();
        SharedNdArray field = array.GetField("inner").GetField("z");
        Assert.That(field.AsBytes().IsEmpty && array.GetField("inner").GetField("y").AsSpan<int>().IsEmpty, Is.True);
        Assert.That(field.ToArray<double>(), Is.Empty);
        Assert.That(field.ToNdArray().Shape.ToArray(), Is.EqualTo(new long[] { 0 }));
        Assert.That(field, Is.EqualTo(array.GetField("inner").GetField("z")));
    }

    [Test]
    [CancelAfter(60_000)]
    public void GetField_ManyFields_LooksAtEachOnce()
    {
        // A quadratic search takes minutes.
        const int Count = 150_000;
        var one = new NdTypeDescription(NdScalarType.Of<byte>());
        var type = new NdTypeDescription([.. Enumerable.Range(0, Count).Select(i => new NdField(i == Count - 1 ? "last" : "x", one))]);
        SharedNdArray array = Packed.Value(new NdArray(type, [1], new byte[Count])).AsNdArray();
        Assert.That(array.GetField("last").Get<int>(0), Is.Zero);
        Assert.That(() => array.GetField("y"), Throws.TypeOf<KeyNotFoundException>());
        Assert.That(array.Type.ToDescription(), Is.EqualTo(type));
    }

    [Test]
    public void ToDescription_LongNameSharedByManyFields_IsRefused()
    {
        var field = new NdField(new string('n', 200_000), new NdTypeDescription(NdScalarType.Of<byte>()));
        SharedNdArray array = Packed.Value(new NdArray(new NdTypeDescription([.. Enumerable.Repeat(field, 1000)]), [0], default)).AsNdArray();
        Assert.That(() => array.Type.ToDescription(), Throws.TypeOf<CorruptBufferException>(), "the copy would take a thousand times as much as the file");
    }

    [Test]
    public void NdTypeDescription_RecordsNestedWithoutEnd_AreRefused()
    {
        var type = new NdTypeDescription(NdScalarType.Of<byte>());
        Assert.That(() => Enumerable.Range(0, 100_000).Aggregate(type, (inner, _) => new NdTypeDescription([new NdField("x", inner)])), Throws.ArgumentException);
    }

    [Test]
    public void Null_Copied_SaysThatThereIsNothing()
    {
        Assert.That(() => default(SharedNdArray).ToNdArray(), Throws.InvalidOperationException);
        Assert.That(() => default(SharedNdArray).WriteNpy(Stream.Null), Throws.InvalidOperationException);
        Assert.That(default(SharedNdArray).AsBytes().IsEmpty, Is.True);
        Assert.That(default(SharedNdArray).ToArray<int>(), Is.Empty);
        Assert.That(default(SharedNdArray).ToTensor<int>().FlattenedLength, Is.EqualTo((nint)0));
    }

    [Test]
    public void AsTensorSpan_WithoutElements_IsEmpty()
    {
        SharedNdArray array = Packed.Value(NdArray.Create<int>([], 3, 0, 2)).AsNdArray();
        Assert.That(array.AsTensorSpan<int>().IsEmpty, Is.True);
        Assert.That(array.ToTensor<int>().FlattenedLength, Is.EqualTo((nint)0));
    }

    [Test]
    public void ToStringArray_TextOfAnyForm_IsInOrder()
    {
        var bytes = new NdArray(new NdTypeDescription(new NdScalarType('S', 3, false)), [2, 2], "abcd\0\0\0\0\0e\0\0"u8.ToArray());
        SharedNdArray array = Packed.Value(bytes).AsNdArray();
        Assert.That(array.ToStringArray(), Is.EqualTo(new[] { "abc", "d", "", "e" }));
        Assert.That(array.Transpose().ToStringArray(), Is.EqualTo(new[] { "abc", "", "d", "e" }));
        var text = new NdArray(new NdTypeDescription(new NdScalarType('U', 8, true)), [1], new byte[] { 0, 1, 0xF6, 0, 0, 0, 0, 0x61 });
        Assert.That(Packed.Value(text).AsNdArray().ToStringArray(), Is.EqualTo(new[] { "\U0001F600a" }));
        Assert.That(() => Packed.Value(NdArray.Create<int>([1], 1)).AsNdArray().ToStringArray(), Throws.TypeOf<InvalidCastException>());
        Assert.That(Packed.Value(bytes).ToString(), Is.EqualTo("""{"dtype":"|S3","shape":[2,2],"data":["abc","d","","e"]}"""));
    }
}
