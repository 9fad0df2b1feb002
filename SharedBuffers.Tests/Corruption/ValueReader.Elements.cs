using SharedBuffers.Values;

namespace SharedBuffers.Tests.Corruption;

internal sealed partial class ValueReader
{
    /// <summary>The elements of a list as whatever a caller may take them for.</summary>
    private static void ReadAsEveryType(SharedList<SharedValue> list)
    {
        ReadAs<byte>(list);
        ReadAs<sbyte>(list);
        ReadAs<ushort>(list);
        ReadAs<short>(list);
        ReadAs<uint>(list);
        ReadAs<int>(list);
        ReadAs<ulong>(list);
        ReadAs<long>(list);
        ReadAs<float>(list);
        ReadAs<double>(list);
        ReadAs<bool>(list);
        ReadAs<ulong?>(list);
        ReadAs<decimal>(list);
        ReadAs<DateTime>(list);
        ReadAs<DateOnly?>(list);
        ReadAs<StoredInstant>(list);
        ReadAs<SharedString>(list);
        ReadAs<SharedBytes>(list);
        ReadAs<SharedDecimal>(list);
        ReadAs<SharedTuple>(list);
        ReadAs<SharedNdArray>(list);
        ReadAs<SharedList<int>>(list);
        ReadAs<SharedSet<SharedString>>(list);
        ReadAs<SharedMap<SharedString, int>>(list);
    }

    private static void ReadAs<T>(SharedList<SharedValue> list)
    {
        SharedList<T> typed = list.As<T>();
        Try(() => Walk(typed.Reverse()));
        Try(() => Walk(typed));
        Try(() =>
        {
            if (typed.TryGetSpan(out ReadOnlySpan<T> span) && !span.IsEmpty)
            {
                GC.KeepAlive(span[^1]);
                GC.KeepAlive(span[0]);
            }
        });
        if (typed.LongCount <= MaxElements)
        {
            Try(() => typed.ToArray());
            Try(() => typed.ToList());
            Try(() => typed.IndexOf(default!));
        }
    }
}
