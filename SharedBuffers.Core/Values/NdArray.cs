using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Values;

/// <summary>An n-dimensional array as ordinary memory: what <see cref="SharedNdArray"/> clones to, what is packed as one, and what <c>.npy</c> files are read into.</summary>
public sealed partial class NdArray : IEquatable<NdArray>
{
    private readonly long[] _shape;

    /// <summary>Creates an array over its bytes.</summary>
    /// <param name="type">Type of the elements.</param>
    /// <param name="shape">Elements in each dimension; none for a single element.</param>
    /// <param name="data">The elements in C order: the last dimension varies fastest. Not copied.</param>
    /// <exception cref="ArgumentException">The shape and the length of the data contradict each other.</exception>
    public NdArray(NdTypeDescription type, ReadOnlySpan<long> shape, ReadOnlyMemory<byte> data)
    {
        ArgumentNullException.ThrowIfNull(type);
        Type = type;
        Data = data;
        _shape = shape.ToArray();
        Int128 length = type.ItemSize;
        foreach (long count in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(shape));
            length = Int128.Min(length * count, long.MaxValue);
        }

        if (length != data.Length)
        {
            ThrowHelper.Argument($"The shape needs {length} bytes, the data has {data.Length}.", nameof(data));
        }
    }

    /// <summary>Type of the elements.</summary>
    public NdTypeDescription Type { get; }

    /// <summary>Elements in each dimension.</summary>
    public ReadOnlySpan<long> Shape => _shape;

    /// <summary>The elements in C order, as bytes.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Creates an array of numbers by copying them.</summary>
    /// <typeparam name="T">One of the ten numeric types, <see cref="bool"/>, <see cref="Half"/> or <see cref="System.Numerics.Complex"/>.</typeparam>
    /// <param name="elements">The elements in C order.</param>
    /// <param name="shape">Elements in each dimension; none given is a single element.</param>
    public static NdArray Create<T>(ReadOnlySpan<T> elements, params ReadOnlySpan<long> shape)
        where T : unmanaged => new(new NdTypeDescription(NdScalarType.Of<T>()), shape, MemoryMarshal.AsBytes(elements).ToArray());

    /// <summary>Whether types, shapes and bytes are equal.</summary>
    public bool Equals(NdArray? other) =>
        other is not null && Type.Equals(other.Type) && Shape.SequenceEqual(other.Shape) && Data.Span.SequenceEqual(other.Data.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NdArray);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, _shape.Length, Data.Length);

    /// <summary>The type and the shape, for messages.</summary>
    public override string ToString() => $"{Type} [{string.Join(", ", _shape)}]";
}
