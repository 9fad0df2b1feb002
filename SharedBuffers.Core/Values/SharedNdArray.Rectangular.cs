using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Values;

/// <summary>Copies as rectangular arrays of C#.</summary>
public readonly partial struct SharedNdArray
{
    /// <summary>Copies an array of two dimensions.</summary>
    /// <typeparam name="T">The type of its elements.</typeparam>
    /// <exception cref="CorruptBufferException">The array has another number of dimensions or another type, or a dimension that is longer than an array of C# can be.</exception>
    public T[,] ToArray2D<T>()
        where T : unmanaged
    {
        CheckShape<T>(2);
        var copy = new T[Dimension(0), Dimension(1)];
        CopyInto<T>(copy);
        return copy;
    }

    /// <summary>Copies an array of three dimensions.</summary>
    /// <typeparam name="T">The type of its elements.</typeparam>
    /// <exception cref="CorruptBufferException">The array has another number of dimensions or another type, or a dimension that is longer than an array of C# can be.</exception>
    public T[,,] ToArray3D<T>()
        where T : unmanaged
    {
        CheckShape<T>(3);
        var copy = new T[Dimension(0), Dimension(1), Dimension(2)];
        CopyInto<T>(copy);
        return copy;
    }

    /// <summary>Copies an array of four dimensions.</summary>
    /// <typeparam name="T">The type of its elements.</typeparam>
    /// <exception cref="CorruptBufferException">The array has another number of dimensions or another type, or a dimension that is longer than an array of C# can be.</exception>
    public T[,,,] ToArray4D<T>()
        where T : unmanaged
    {
        CheckShape<T>(4);
        var copy = new T[Dimension(0), Dimension(1), Dimension(2), Dimension(3)];
        CopyInto<T>(copy);
        return copy;
    }

    private void CheckShape<T>(int rank)
        where T : unmanaged
    {
        if (Rank != rank || Length > Array.MaxLength || _type.IsRecord || !_type.Scalar.IsStoredAs<T>())
        {
            ThrowHelper.Corrupt($"An array of {Rank} dimensions and {Length} elements of {_type} cannot be read as one of {rank} dimensions of {typeof(T).Name}", _data);
        }
    }

    /// <summary>Length of a dimension. The product of all was checked against the bytes, but an array without elements may claim any length in the other dimensions.</summary>
    private int Dimension(int index)
    {
        long length = GetLength(index);
        if (length > Array.MaxLength)
        {
            ThrowHelper.Corrupt($"{length} elements in dimension {index} are more than an array can have", _data);
        }

        return (int)length;
    }

    private void CopyInto<T>(Array copy)
        where T : unmanaged
    {
        // A rectangular array lies in C order, like ours; SAFETY: the span covers exactly its elements, whose type is T.
        CopyTo(MemoryMarshal.CreateSpan(ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(copy)), copy.Length));
    }
}
