using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Values;

namespace SharedBuffers.Packing;

public static partial class ValuePacker
{
    /// <summary>Packs the payload of an array slot.</summary>
    public static long PackNdArray(PackContext context, NdArray value)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(value);
        return AppendNdArray(context, value.Type, value.Shape, value.Data.Span);
    }

    /// <summary>Packs the payload of an array slot from numbers.</summary>
    /// <typeparam name="T">One of the ten numeric types, <see cref="bool"/>, <see cref="Half"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="context">Where to.</param>
    /// <param name="elements">The elements in C order.</param>
    /// <param name="shape">Elements in each dimension; none given is a single element.</param>
    /// <exception cref="ArgumentException">The shape does not have as many elements.</exception>
    public static long PackNdArray<T>(PackContext context, ReadOnlySpan<T> elements, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(context);
        Int128 count = 1;
        foreach (long length in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(shape));
            count = Int128.Min(count * length, long.MaxValue);
        }

        if (count != elements.Length)
        {
            ThrowHelper.Argument($"The shape has {count} elements, {elements.Length} are given.", nameof(shape));
        }

        return AppendNdArray(context, new NdTypeDescription(NdScalarType.Of<T>()), shape, MemoryMarshal.AsBytes(elements));
    }

    /// <summary>Packs the payload of an array slot from an array of one or more dimensions of numbers.</summary>
    /// <exception cref="ArgumentException">Its elements are not numbers.</exception>
    public static long PackNdArray(PackContext context, Array array)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(array);
        var shape = new long[array.Rank];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = array.GetLongLength(i);
        }

        if (!TryGetElementType(array, out NdScalarType type))
        {
            ThrowHelper.Argument($"{array.GetType()} has elements that are not numbers and cannot be packed as an array.", nameof(array));
        }

        // Rectangular arrays lie in C order, like the format.
        ReadOnlySpan<byte> bytes = MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array), checked(array.Length * type.ItemSize));
        return AppendNdArray(context, new NdTypeDescription(type), shape, bytes);
    }

    /// <summary>Packs the payload of an array slot from a tensor, whatever its strides.</summary>
    /// <typeparam name="T">One of the ten numeric types, <see cref="bool"/>, <see cref="Half"/> or <see cref="Complex"/>.</typeparam>
    public static long PackNdArray<T>(PackContext context, ReadOnlyTensorSpan<T> tensor)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(context);
        var shape = new long[tensor.Rank];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = tensor.Lengths[i];
        }

        var elements = new T[checked((int)tensor.FlattenedLength)];
        tensor.FlattenTo(elements);
        return PackNdArray<T>(context, elements, shape);
    }

    /// <summary>Appends a tensor of one of the types that arrays can have, behind its typecode.</summary>
    /// <returns>False when the value is something else; nothing was appended.</returns>
    private static bool TryAppendTensor(PackContext context, object value) => value switch
    {
        Tensor<byte> t => AppendTensor<byte>(context, t),
        Tensor<sbyte> t => AppendTensor<sbyte>(context, t),
        Tensor<ushort> t => AppendTensor<ushort>(context, t),
        Tensor<short> t => AppendTensor<short>(context, t),
        Tensor<uint> t => AppendTensor<uint>(context, t),
        Tensor<int> t => AppendTensor<int>(context, t),
        Tensor<ulong> t => AppendTensor<ulong>(context, t),
        Tensor<long> t => AppendTensor<long>(context, t),
        Tensor<float> t => AppendTensor<float>(context, t),
        Tensor<double> t => AppendTensor<double>(context, t),
        Tensor<Half> t => AppendTensor<Half>(context, t),
        Tensor<bool> t => AppendTensor<bool>(context, t),
        Tensor<Complex> t => AppendTensor<Complex>(context, t),
        _ => false,
    };

    private static bool AppendTensor<T>(PackContext context, Tensor<T> tensor)
        where T : unmanaged
    {
        AppendHeader(context, ValueTypeCode.NdArray);
        PackNdArray(context, tensor.AsReadOnlyTensorSpan());
        return true;
    }

    private static long AppendNdArray(PackContext context, NdTypeDescription type, ReadOnlySpan<long> shape, ReadOnlySpan<byte> data)
    {
        if (shape.Length > SharedNdArray.MaxRank)
        {
            ThrowHelper.Argument($"An array of {shape.Length} dimensions has more than the {SharedNdArray.MaxRank} that are allowed.", nameof(shape));
        }

        if (type.ItemSize == 0 && shape.Length == 1 && shape[0] != 0)
        {
            ThrowHelper.Argument($"An array of one dimension stores no length but that of its data: {shape[0]} elements of no bytes would be lost. Give it a second dimension.", nameof(shape));
        }

        PackBuffer buffer = context.Buffer;
        AlignValue(context);
        long position = buffer.Reserve(2 * sizeof(ulong));
        if (shape.Length != 1)
        {
            var lengths = new object?[shape.Length];
            for (int i = 0; i < lengths.Length; i++)
            {
                lengths[i] = shape[i];
            }

            AppendObjects(context, lengths);
        }

        AlignValue(context);
        buffer.Write(position, buffer.Length - position);

        // The description shares nothing with what is around it, so that an array is the same bytes wherever it lies.
        using (var own = new PackContext(buffer, new IdentityMap { ShareEqualStrings = false }, context.Options))
        {
            PackAny(own, Describe(type));
        }

        AlignValue(context);
        buffer.Write(position + sizeof(ulong), buffer.Length - position);
        buffer.Append((long)data.Length);
        buffer.AppendBytes(data);
        return position;
    }

    /// <summary>A type as the values that stand for it: a small number, a text, or a list of pairs.</summary>
    private static object Describe(NdTypeDescription type)
    {
        if (!type.IsRecord)
        {
            return type.Scalar.Id >= 0 ? (object)type.Scalar.Id : type.Scalar.ToString();
        }

        return type.Fields.Select(static field => (object?)(field.Name, field.Type.IsRecord ? Describe(field.Type) : field.Type.Scalar.ToString())).ToList();
    }

    private static bool TryGetElementType(Array array, out NdScalarType type)
    {
        Type element = array.GetType().GetElementType()!;
        type = Type.GetTypeCode(element) switch
        {
            TypeCode.Byte => NdScalarType.Of<byte>(),
            TypeCode.SByte => NdScalarType.Of<sbyte>(),
            TypeCode.UInt16 => NdScalarType.Of<ushort>(),
            TypeCode.Int16 => NdScalarType.Of<short>(),
            TypeCode.UInt32 => NdScalarType.Of<uint>(),
            TypeCode.Int32 => NdScalarType.Of<int>(),
            TypeCode.UInt64 => NdScalarType.Of<ulong>(),
            TypeCode.Int64 => NdScalarType.Of<long>(),
            TypeCode.Single => NdScalarType.Of<float>(),
            TypeCode.Double => NdScalarType.Of<double>(),
            TypeCode.Boolean => NdScalarType.Of<bool>(),
            _ when element == typeof(Half) => NdScalarType.Of<Half>(),
            _ when element == typeof(Complex) => NdScalarType.Of<Complex>(),
            _ => default,
        };
        return type.ItemSize != 0;
    }
}
