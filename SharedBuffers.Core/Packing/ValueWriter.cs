namespace SharedBuffers.Packing;

/// <summary>Appends one value with its typecode, or finds it already there.</summary>
/// <typeparam name="T">.NET type of the value.</typeparam>
/// <param name="context">Where to, and what is shared.</param>
/// <param name="value">The value.</param>
/// <returns>Its position in the buffer, negative when it lies in what was flushed before; <see cref="ValuePacker.NullPosition"/> for null.</returns>
public delegate long ValueWriter<in T>(PackContext context, T value);
