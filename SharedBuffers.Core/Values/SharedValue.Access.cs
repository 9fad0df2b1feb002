using System.Text.Json;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;

namespace SharedBuffers.Values;

public readonly partial struct SharedValue
{
    /// <summary>Reads the value as a type of the caller's choice.</summary>
    /// <typeparam name="T">
    /// A numeric type or <see cref="bool"/>, a nullable of these, <see cref="DateTime"/>, <see cref="DateTimeOffset"/>, <see cref="DateOnly"/>, <see cref="decimal"/>, or a view
    /// such as <see cref="SharedString"/> or <see cref="SharedList{T}"/>.
    /// </typeparam>
    /// <returns>False when the value is of another kind, or a number that does not fit.</returns>
    /// <exception cref="CorruptBufferException">The value is damaged.</exception>
    public bool TryGet<T>(out T value)
    {
        value = default!;
        if (_region is null)
        {
            return ElementReader<T>.CanBeNull;
        }

        if (!ElementReader<T>.CanShow(_code))
        {
            return false;
        }

        if (NumericCode.Of<T>() != ValueTypeCode.None || typeof(T) == typeof(bool))
        {
            return NumericReader.TryRead(_region, _code, _payloadOffset, out value);
        }

        value = ElementReader<T>.ReadPayload(_region, _code, _payloadOffset);
        return true;
    }

    /// <summary>Reads the value as a type of the caller's choice, as <see cref="TryGet"/>.</summary>
    /// <exception cref="InvalidCastException">The value is of another kind.</exception>
    /// <exception cref="OverflowException">The value is a number that does not fit.</exception>
    /// <exception cref="CorruptBufferException">The value is damaged.</exception>
    public T Get<T>()
    {
        if (!TryGet(out T value))
        {
            if (ValueHeader.IsScalar(_code) && ElementReader<T>.CanShow(_code))
            {
                ThrowHelper.Overflow($"The stored number {this} does not fit {typeof(T).Name}.");
            }

            ThrowHelper.InvalidCast($"The value is {TypeCodeNames.Of(_code)}, not {typeof(T).Name}.");
        }

        return value;
    }

    /// <summary>The value as text.</summary>
    /// <exception cref="InvalidCastException">The value is not text.</exception>
    public SharedString AsString() => Get<SharedString>();

    /// <summary>The value as bytes or a buffer.</summary>
    /// <exception cref="InvalidCastException">The value is neither.</exception>
    public SharedBytes AsBytes() => Get<SharedBytes>();

    /// <summary>The value as a list, or a tuple, of values of any type.</summary>
    /// <exception cref="InvalidCastException">The value is neither.</exception>
    public SharedList<SharedValue> AsList() => Get<SharedList<SharedValue>>();

    /// <summary>The value as a tuple, which can be hashed and compared as a whole.</summary>
    /// <exception cref="InvalidCastException">The value is neither a tuple nor a list.</exception>
    public SharedTuple AsTuple() => Get<SharedTuple>();

    /// <summary>The value as a set of values of any type.</summary>
    /// <exception cref="InvalidCastException">The value is not a set.</exception>
    public SharedSet<SharedValue> AsSet() => Get<SharedSet<SharedValue>>();

    /// <summary>The value as a map from and to values of any type.</summary>
    /// <exception cref="InvalidCastException">The value is not a map.</exception>
    public SharedMap<SharedValue, SharedValue> AsMap() => Get<SharedMap<SharedValue, SharedValue>>();

    /// <summary>The value as an n-dimensional array.</summary>
    /// <exception cref="InvalidCastException">The value is not an array.</exception>
    public SharedNdArray AsNdArray() => Get<SharedNdArray>();

    /// <summary>The value as a decimal of any precision.</summary>
    /// <exception cref="InvalidCastException">The value is not a decimal.</exception>
    public SharedDecimal AsDecimal() => Get<SharedDecimal>();

    /// <summary>
    /// Copies the value and all that is in it into ordinary .NET objects; <c>docs/values.md</c> has the table. What is shared in the file, or contains itself, is so in the copy.
    /// </summary>
    /// <param name="objects">Copies objects of schemas; null copies them as <see cref="ObjectView.ToDictionary"/> does.</param>
    /// <exception cref="CorruptBufferException">
    /// The value is damaged, has an object of a typecode that the region does not know, or overlaps with itself so often that copying it would cost far more than the file has.
    /// </exception>
    public object? ToObject(Func<SharedValue, object?>? objects = null) => new ValueCloner(objects, new ObjectWalk(_region)).Clone(this);

    /// <summary>Writes the value as JSON; <c>docs/values.md</c> says how what JSON does not have is written.</summary>
    /// <param name="writer">Where to. After an exception it has written a part.</param>
    /// <remarks>Objects of schemas that the region knows are written as <see cref="ObjectView.WriteTo(Utf8JsonWriter)"/> writes them, others as <c>{"$typecode":n}</c>.</remarks>
    /// <exception cref="CorruptBufferException">The value is damaged, or contains itself.</exception>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        new ValueJson(writer, _region).Write(this);
    }

    /// <summary>The value as JSON, for people who look at it.</summary>
    public override string ToString() => ValueJson.ToText(this, static (value, writer) => value.WriteTo(writer));
}
