using System.Globalization;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

internal ref partial struct ObjectKeyReader
{
    /// <summary>The key as a type: <see cref="object"/>, or what the parts of its tuple are.</summary>
    /// <exception cref="InvalidCastException">No value of the type equals the key.</exception>
    /// <exception cref="CorruptBufferException">The bytes are no key.</exception>
    public static TKey Read<TKey>(ReadOnlySpan<byte> key)
    {
        if (typeof(TKey) == typeof(object))
        {
            return (TKey)Read(key);
        }

        var reader = new ObjectKeyReader(key);
        TKey value = reader.Take<TKey>();
        reader.CheckEnd();
        return value;
    }

    /// <summary>Takes a tuple's head.</summary>
    /// <typeparam name="T">The tuple, for messages.</typeparam>
    /// <exception cref="InvalidCastException">What follows is no tuple of so many.</exception>
    public void TakeTuple<T>(int count)
    {
        if (Take(1)[0] != ObjectKeyFormat.Tuple + count)
        {
            ThrowHelper.InvalidCast_Key(ObjectKeyText.Describe(_bytes), typeof(T));
        }
    }

    /// <summary>Takes the value of a type that equals what follows.</summary>
    /// <exception cref="InvalidCastException">There is none.</exception>
    public T Take<T>()
    {
        if (ObjectKeyForm<T>.Instance is { } form)
        {
            return form.Read(ref this);
        }

        int start = _position;
        object value = Next();
        if (value is DBNull && default(T) is null)
        {
            return default!;
        }

        return value is T typed ? typed : Convert<T>(value, _bytes[start.._position]);
    }

    // A conversion may lose something: then the result is another key.
    private readonly T Convert<T>(object value, ReadOnlySpan<byte> encoded)
    {
        Type type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        object? converted = null;
        try
        {
            converted = value switch
            {
                byte[] bytes when type == typeof(ReadOnlyMemory<byte>) => (ReadOnlyMemory<byte>)bytes,
                long or ulong or double or string when typeof(IConvertible).IsAssignableFrom(type) => System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture),
                _ => null,
            };
        }
        catch (Exception e) when (e is OverflowException or FormatException or InvalidCastException)
        {
            // Another one says it better.
        }

        var writer = new ObjectKeyWriter(stackalloc byte[ObjectKeyWriter.StackLength]);
        try
        {
            if (converted is T typed)
            {
                writer.AppendObject(converted);
                if (writer.Bytes.SequenceEqual(encoded))
                {
                    return typed;
                }
            }
        }
        finally
        {
            writer.Dispose();
        }

        ThrowHelper.InvalidCast_Key(ObjectKeyText.Describe(_bytes), typeof(T));
        return default!;
    }

    private readonly void CheckEnd()
    {
        if (_position != _bytes.Length)
        {
            ThrowHelper.Corrupt($"An encoded key of {_bytes.Length} bytes ends after {_position}");
        }
    }
}
