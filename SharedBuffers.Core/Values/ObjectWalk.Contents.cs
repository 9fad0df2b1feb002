using System.Numerics;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Values;

/// <summary>What a copy is made of. Generated code has everything counted before it is copied; each method returns what it was given.</summary>
public sealed partial class ObjectWalk
{
    /// <summary>An element takes no less than this in a copy, however narrow it is stored.</summary>
    private const long ElementSize = 8;

    /// <summary>Counts text.</summary>
    /// <exception cref="CorruptBufferException">More is copied than a sound file could ask for.</exception>
    public SharedString Count(SharedString text)
    {
        Copy(text.ByteLength);
        return text;
    }

    /// <summary>Counts bytes.</summary>
    /// <inheritdoc cref="Count(SharedString)" path="/exception"/>
    public SharedBytes Count(SharedBytes bytes)
    {
        Copy(bytes.Length);
        return bytes;
    }

    /// <summary>Counts the elements of a list; what they refer to counts for itself.</summary>
    /// <inheritdoc cref="Count(SharedString)" path="/exception"/>
    public SharedList<T> Count<T>(SharedList<T> list)
    {
        CopyElements(list.LongCount);
        return list;
    }

    /// <summary>Counts the elements of a set; what they refer to counts for itself.</summary>
    /// <inheritdoc cref="Count(SharedString)" path="/exception"/>
    public SharedSet<T> Count<T>(SharedSet<T> set)
    {
        CopyElements(set.LongCount);
        return set;
    }

    /// <summary>Counts the keys and values of a map; what they refer to counts for itself.</summary>
    /// <inheritdoc cref="Count(SharedString)" path="/exception"/>
    public SharedMap<TKey, TValue> Count<TKey, TValue>(SharedMap<TKey, TValue> map)
    {
        CopyElements(map.LongCount);
        return map;
    }

    /// <summary>Counts the elements of an n-dimensional array.</summary>
    /// <inheritdoc cref="Count(SharedString)" path="/exception"/>
    public SharedNdArray Count(SharedNdArray array)
    {
        Copy(array.Length * array.Type.ItemSize);
        return array;
    }

    /// <summary>Counts the digits of a decimal number, of which each takes its time.</summary>
    /// <inheritdoc cref="Count(SharedString)" path="/exception"/>
    public SharedDecimal Count(SharedDecimal number)
    {
        CopyDigits(number.DigitCount);
        return number;
    }

    /// <summary>Copies a decimal number that was stored as an integer of any size.</summary>
    /// <exception cref="CorruptBufferException">It is no integer, has more than a million zeros at its end, or more is copied than a sound file could ask for.</exception>
    public BigInteger ToBigInteger(SharedDecimal number) => ToInteger<BigInteger>(number);

    /// <summary>Copies a decimal number that was stored as an integer of a limited size.</summary>
    /// <typeparam name="T">The type of the integer.</typeparam>
    /// <exception cref="CorruptBufferException">It is no integer, does not fit, or more is copied than a sound file could ask for.</exception>
    public T ToInteger<T>(SharedDecimal number)
        where T : struct, IBinaryInteger<T>
    {
        try
        {
            return T.CreateChecked(Count(number).ToBigInteger());
        }
        catch (OverflowException)
        {
            ThrowHelper.Corrupt($"A decimal number of {number.DigitCount} digits and exponent {number.Exponent} cannot be read as {typeof(T).Name}");
            return default;
        }
    }

    /// <summary>Copies a value of any type, as <see cref="SharedValue.ToObject"/> does.</summary>
    /// <exception cref="CorruptBufferException">The value is damaged, or more is copied than a sound file could ask for.</exception>
    public object? ToObject(SharedValue value) => new ValueCloner(null, this).Clone(value);

    internal void CopyElements(long count) => Copy(count * ElementSize);

    internal void CopyDigits(long count) => Copy(count * ValueWalk.ContentPerVisit);
}
