using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>Adapters that read nullable numbers: a null element is the null, every other is read as the number.</summary>
internal static class NullableElements
{
    /// <summary>The adapter of a nullable numeric type, or null for any other type.</summary>
    public static IElementView<T>? Find<T>() =>
        typeof(T) == typeof(byte?) ? As<T>(new Element<byte>())
        : typeof(T) == typeof(sbyte?) ? As<T>(new Element<sbyte>())
        : typeof(T) == typeof(ushort?) ? As<T>(new Element<ushort>())
        : typeof(T) == typeof(short?) ? As<T>(new Element<short>())
        : typeof(T) == typeof(uint?) ? As<T>(new Element<uint>())
        : typeof(T) == typeof(int?) ? As<T>(new Element<int>())
        : typeof(T) == typeof(ulong?) ? As<T>(new Element<ulong>())
        : typeof(T) == typeof(long?) ? As<T>(new Element<long>())
        : typeof(T) == typeof(float?) ? As<T>(new Element<float>())
        : typeof(T) == typeof(double?) ? As<T>(new Element<double>())
        : typeof(T) == typeof(bool?) ? As<T>(new Element<bool>())
        : null;

    private static IElementView<T> As<T>(object adapter) => (IElementView<T>)adapter;

    private sealed class Element<T> : IElementView<T?>
        where T : struct
    {
        public bool CanShow(ValueTypeCode code) => ValueHeader.IsScalar(code);

        public T? CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset) => NumericReader.Read<T>(region, code, payloadOffset);
    }
}
