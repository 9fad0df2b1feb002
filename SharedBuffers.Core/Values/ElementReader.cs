using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>Makes a <typeparamref name="T"/> of a stored element. How is decided once per type, without reflection.</summary>
/// <typeparam name="T">A numeric type, bool, date, instant or decimal, a nullable of these, or a view.</typeparam>
internal static class ElementReader<T>
{
    /// <summary>
    /// For views the boxed default instance as the factory of its kind, for nullables, dates and decimals an adapter, null for plain numbers.
    /// The field is static readonly so that the compiler knows the exact type behind the interface and calls it directly.
    /// </summary>
    private static readonly IElementView<T>? s_factory = default(T) as IElementView<T> ?? NullableElements.Find<T>() ?? TimeElements.Find<T>();

    /// <summary>The typecode whose stored bytes are those of <typeparamref name="T"/>, or <see cref="ValueTypeCode.None"/>.</summary>
    public static ValueTypeCode InlineCode
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => NumericCode.Of<T>();
    }

    /// <summary>Whether null can be shown: by every view and nullable type.</summary>
    public static bool CanBeNull { get; } = default(T) is null || default(T) is IElementView<T>;

    /// <summary>Whether values of a typecode can be shown; a number may still not fit.</summary>
    public static bool CanShow(ValueTypeCode code) => s_factory is { } factory ? factory.CanShow(code) : ValueHeader.IsScalar(code);

    /// <summary>Reads a payload of a known typecode: an inline element, or what follows the typecode of a value.</summary>
    public static T ReadPayload(MemoryRegion region, ValueTypeCode code, long payloadOffset) =>
        s_factory is { } factory ? factory.CreateFromValue(region, code, payloadOffset) : NumericReader.Read<T>(region, code, payloadOffset);

    /// <summary>Reads a value that starts with its typecode.</summary>
    public static T ReadValue(MemoryRegion region, long offset)
    {
        ValueTypeCode code = ValueHeader.ReadCode(region, offset);
        long payload = ValueHeader.PayloadOffset(code, offset);
        return code >= ValueTypeCode.FirstUser ? ReadObject(region, code, payload) : ReadPayload(region, code, payload);
    }

    /// <summary>
    /// Reads an object. The schemas of elements were compared when the file was bound; a typecode that names one which cannot be read is as wrong as any other typecode.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T ReadObject(MemoryRegion region, ValueTypeCode code, long payloadOffset)
    {
        try
        {
            return ReadPayload(region, code, payloadOffset);
        }
        catch (SchemaMismatchException mismatch)
        {
            throw new CorruptBufferException(mismatch.Message, payloadOffset, mismatch);
        }
    }

    /// <summary>What a null element reads as: the default of a view; a plain number cannot be null.</summary>
    public static T ReadNull(long offset)
    {
        if (!CanBeNull)
        {
            NumericReader.ThrowNull<T>(offset);
        }

        return default!;
    }
}
