using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;

namespace SharedBuffers.Indexes;

/// <summary>
/// The equality of object keys: 1, 1.0 and true are equal, text and bytes are not, tuples and sets are equal by content. For collections of the base class library that shall agree
/// with an <see cref="ObjectIdMapper"/>.
/// </summary>
/// <remarks>Thread-safe. What cannot be a key makes both methods throw <see cref="ArgumentException"/>.</remarks>
public sealed class ObjectKeyComparer : IEqualityComparer<object>
{
    private ObjectKeyComparer()
    {
    }

    /// <summary>The comparer.</summary>
    public static ObjectKeyComparer Instance { get; } = new();

    /// <summary>Whether two objects are the same key.</summary>
    [SkipLocalsInit]
    public new bool Equals(object? x, object? y)
    {
        if (x is string left && y is string right)
        {
            return left == right;
        }

        var first = new ObjectKeyWriter(stackalloc byte[ObjectKeyWriter.StackLength]);
        var second = new ObjectKeyWriter(stackalloc byte[ObjectKeyWriter.StackLength]);
        try
        {
            first.AppendObject(x);
            second.AppendObject(y);
            return first.Flaw is null && second.Flaw is null && first.Bytes.SequenceEqual(second.Bytes);
        }
        finally
        {
            first.Dispose();
            second.Dispose();
        }
    }

    /// <summary>A hash that is equal for equal keys, and the same in every process.</summary>
    [SkipLocalsInit]
    public int GetHashCode(object obj)
    {
        var writer = new ObjectKeyWriter(stackalloc byte[ObjectKeyWriter.StackLength]);
        try
        {
            writer.AppendObject(obj);
            if (writer.Flaw is { } flaw)
            {
                ThrowHelper.Argument($"{flaw}.", nameof(obj));
            }

            return (int)XxHash3.Hash64(writer.Bytes);
        }
        finally
        {
            writer.Dispose();
        }
    }
}
