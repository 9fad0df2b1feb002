using SharedBuffers.Layout;

namespace SharedBuffers.Packing;

/// <summary>A value to be packed under a typecode that is not the one it would get: an integer of a stated width, a list that the 1.x library reads in place.</summary>
/// <param name="value">The value; not null.</param>
/// <param name="code">The typecode; the value must fit it.</param>
public sealed class TypedValue(object value, ValueTypeCode code)
{
    /// <summary>The value.</summary>
    public object Value { get; } = value ?? throw new ArgumentNullException(nameof(value));

    /// <summary>The typecode.</summary>
    public ValueTypeCode Code { get; } = code;
}
