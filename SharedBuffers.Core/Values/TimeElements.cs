using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>Adapters that read elements as the .NET types of days, instants and decimals, which are no larger than a view of them.</summary>
internal static class TimeElements
{
    /// <summary>The adapter of a type, or null when it is none of these.</summary>
    public static IElementView<T>? Find<T>() =>
        typeof(T) == typeof(DateOnly) || typeof(T) == typeof(DateOnly?) ? As<T>(default(DayElement))
        : typeof(T) == typeof(DateTime) || typeof(T) == typeof(DateTime?) ? As<T>(default(InstantElement))
        : typeof(T) == typeof(DateTimeOffset) || typeof(T) == typeof(DateTimeOffset?) ? As<T>(default(OffsetElement))
        : typeof(T) == typeof(StoredInstant?) ? As<T>(default(StoredElement))
        : typeof(T) == typeof(decimal) || typeof(T) == typeof(decimal?) ? As<T>(default(DecimalElement))
        : null;

    private static IElementView<T> As<T>(object adapter) => (IElementView<T>)adapter;

    private readonly struct DayElement : IElementView<DateOnly>, IElementView<DateOnly?>
    {
        public bool CanShow(ValueTypeCode code) => code == ValueTypeCode.Date;

        public DateOnly CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset)
        {
            Check<DateOnly>(code, CanShow(code), payloadOffset);
            return StoredTime.ReadDay(region, payloadOffset);
        }

        DateOnly? IElementView<DateOnly?>.CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset) => CreateFromValue(region, code, payloadOffset);
    }

    private readonly struct InstantElement : IElementView<DateTime>, IElementView<DateTime?>
    {
        public bool CanShow(ValueTypeCode code) => code == ValueTypeCode.DateTime;

        public DateTime CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset)
        {
            Check<DateTime>(code, CanShow(code), payloadOffset);
            return StoredTime.ReadInstant(region, payloadOffset);
        }

        DateTime? IElementView<DateTime?>.CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset) => CreateFromValue(region, code, payloadOffset);
    }

    private readonly struct OffsetElement : IElementView<DateTimeOffset>, IElementView<DateTimeOffset?>
    {
        public bool CanShow(ValueTypeCode code) => code == ValueTypeCode.DateTime;

        public DateTimeOffset CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset)
        {
            Check<DateTimeOffset>(code, CanShow(code), payloadOffset);
            return StoredTime.ReadInstant(region, payloadOffset);
        }

        DateTimeOffset? IElementView<DateTimeOffset?>.CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset) =>
            CreateFromValue(region, code, payloadOffset);
    }

    private readonly struct StoredElement : IElementView<StoredInstant?>
    {
        public bool CanShow(ValueTypeCode code) => ElementReader<StoredInstant>.CanShow(code);

        public StoredInstant? CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset) =>
            ElementReader<StoredInstant>.ReadPayload(region, code, payloadOffset);
    }

    private readonly struct DecimalElement : IElementView<decimal>, IElementView<decimal?>
    {
        public bool CanShow(ValueTypeCode code) => code == ValueTypeCode.Decimal;

        public decimal CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset)
        {
            decimal value = 0;
            Check<decimal>(code, CanShow(code) && SharedDecimal.Read(region, payloadOffset).TryToDecimal(out value), payloadOffset);
            return value;
        }

        decimal? IElementView<decimal?>.CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset) => CreateFromValue(region, code, payloadOffset);
    }

    private static void Check<T>(ValueTypeCode code, bool shown, long offset)
    {
        if (!shown)
        {
            NumericReader.ThrowCannotShow<T>(code, offset);
        }
    }
}
