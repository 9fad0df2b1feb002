using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Values;

public readonly partial struct SharedNdArray
{
    /// <summary>
    /// The elements as a tensor span, without copying: of any number of dimensions, with the strides of slices and fields, and of more than 2^31 elements.
    /// Good while the region is open and referenced.
    /// </summary>
    /// <typeparam name="T">As for <see cref="AsSpan{T}"/>.</typeparam>
    /// <remarks>
    /// An array without dimensions becomes a tensor of one dimension with one element: that is how tensor spans have a single number. One without elements becomes the empty tensor
    /// span, whatever its shape.
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// Elements are not stored as <typeparamref name="T"/>, or their strides are such as tensor spans cannot have: backwards, no multiples of the element's size (fields of packed records), or
    /// interlocked (every second element of rows with an odd number of them).
    /// </exception>
    public ReadOnlyTensorSpan<T> AsTensorSpan<T>()
        where T : unmanaged
    {
        CheckStoredAs<T>();
        if (IsNull || Length == 0)
        {
            return default;
        }

        if (_rank == 0)
        {
            return new ReadOnlyTensorSpan<T>(AsSpan<T>());
        }

        int size = Unsafe.SizeOf<T>();
        Span<nint> lengths = stackalloc nint[_rank];
        Span<nint> strides = stackalloc nint[_rank];
        long last = 0;
        for (int i = 0; i < _rank; i++)
        {
            long stride = GetLength(i) == 1 ? 0 : GetStride(i);
            if (stride < 0 || stride % size != 0)
            {
                ThrowHelper.InvalidOperation($"A tensor span cannot have the stride of {stride} bytes between elements of {size}; copy the array with ToTensor.");
            }

            lengths[i] = (nint)GetLength(i);
            strides[i] = (nint)(stride / size);
            last += (GetLength(i) - 1) * stride;
        }

        if (AreInterlocked(lengths, strides))
        {
            ThrowHelper.InvalidOperation("A tensor span cannot have dimensions of which one starts again inside another; copy the array with ToTensor.");
        }

        // SAFETY: the bytes from the first element through the last are checked here; every index of the tensor lies between them, because its strides are not negative.
        _region!.CheckBounds(_data, last + size);
        ref readonly T first = ref Unsafe.As<byte, T>(ref MemoryMarshal.GetReference(_region.GetSpan(_data, size)));
        return IsContiguous
            ? TensorMarshal.CreateReadOnlyTensorSpan(in first, (nint)Length, lengths, default, pinned: true)
            : TensorMarshal.CreateReadOnlyTensorSpan(in first, (nint)((last / size) + 1), lengths, strides, pinned: true);
    }

    /// <summary>Copies the elements, converted to <typeparamref name="T"/>, into a new tensor of the same shape.</summary>
    /// <exception cref="InvalidCastException">Elements are not numbers.</exception>
    /// <exception cref="OverflowException">An element does not fit <typeparamref name="T"/>, or there are more than an array can hold.</exception>
    public Tensor<T> ToTensor<T>()
        where T : unmanaged
    {
        Span<nint> lengths = stackalloc nint[Math.Max(_rank, 1)];
        lengths[0] = IsNull ? 0 : 1;
        for (int i = 0; i < _rank; i++)
        {
            lengths[i] = (nint)GetLength(i);
        }

        return Tensor.Create(ToArray<T>(), lengths);
    }

    /// <summary>Whether a step in one dimension is less than the length of another that has the smaller steps.</summary>
    private static bool AreInterlocked(ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides)
    {
        for (int inner = 0; inner < strides.Length; inner++)
        {
            for (int outer = 0; outer < strides.Length; outer++)
            {
                if (inner != outer && strides[inner] != 0 && strides[inner] <= strides[outer] && strides[outer] / strides[inner] < lengths[inner])
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void CheckStoredAs<T>()
    {
        if (_type.IsRecord || !_type.Scalar.IsStoredAs<T>())
        {
            ThrowHelper.InvalidOperation($"Elements of type {_type} are not stored as {typeof(T).Name}; use CopyTo, which converts.");
        }
    }
}
