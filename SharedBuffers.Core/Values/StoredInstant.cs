using System.Globalization;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>
/// An instant just as it is stored: seconds since 1970, microseconds, and maybe the offset from UTC that it was given with. It holds what <see cref="DateTime"/> and
/// <see cref="DateTimeOffset"/> have no room for: years before 1 and after 9999, and offsets beyond 14 hours, which the 1.x library writes.
/// </summary>
/// <remarks>
/// Equality is equality of everything stored, the offset too; the order is that of the instants. A small struct on its own: it stays good after the region is disposed. Reading
/// one allocates nothing.
/// </remarks>
public readonly record struct StoredInstant : IComparable<StoredInstant>, IElementView<StoredInstant>
{
    /// <summary>Creates an instant.</summary>
    /// <param name="unixSeconds">Seconds since 1970 in UTC, rounded down; 44 bits.</param>
    /// <param name="microseconds">Microseconds behind them, below a million.</param>
    /// <param name="offsetMinutes">Minutes from UTC, or null when none is kept.</param>
    /// <exception cref="ArgumentOutOfRangeException">A part is out of its range.</exception>
    public StoredInstant(long unixSeconds, int microseconds, short? offsetMinutes = null)
    {
        if (unixSeconds is < -StoredTime.SecondsLimit or >= StoredTime.SecondsLimit)
        {
            ThrowHelper.ArgumentOutOfRange(nameof(unixSeconds), unixSeconds, "Seconds are stored in 44 bits.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(microseconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(microseconds, (int)StoredTime.MicrosecondsPerSecond);
        UnixSeconds = unixSeconds;
        Microseconds = microseconds;
        OffsetMinutes = offsetMinutes;
    }

    /// <summary>Converts an instant with its offset; what is finer than a microsecond, and than a minute of the offset, is cut off.</summary>
    public StoredInstant(DateTimeOffset value)
    {
        long stored = StoredTime.Encode(value.UtcDateTime);
        (UnixSeconds, Microseconds) = StoredTime.Split(stored);
        OffsetMinutes = StoredTime.EncodeOffset(value.Offset);
    }

    /// <summary>Seconds since 1970 in UTC, rounded down.</summary>
    public long UnixSeconds { get; }

    /// <summary>Microseconds behind <see cref="UnixSeconds"/>, 0 to 999999.</summary>
    public int Microseconds { get; }

    /// <summary>Minutes from UTC; null for instants that are stored without.</summary>
    public short? OffsetMinutes { get; }

    /// <summary>The instant as UTC.</summary>
    /// <returns>False when it lies outside the years 1 to 9999.</returns>
    public bool TryToDateTime(out DateTime utc) => StoredTime.TryToDateTime(UnixSeconds, Microseconds, out utc);

    /// <summary>The instant with its offset, which is zero when none is stored.</summary>
    /// <returns>False when the instant or its local time lies outside the years 1 to 9999, or the offset is beyond 14 hours.</returns>
    public bool TryToDateTimeOffset(out DateTimeOffset value)
    {
        value = default;
        return TryToDateTime(out DateTime utc) && StoredTime.TryToDateTimeOffset(utc, OffsetMinutes ?? 0, out value);
    }

    /// <summary>The instant as UTC.</summary>
    /// <exception cref="OverflowException">It lies outside the years 1 to 9999.</exception>
    public DateTime ToDateTime()
    {
        if (!TryToDateTime(out DateTime utc))
        {
            ThrowHelper.Overflow($"{this} lies outside the years 1 to 9999, which DateTime holds.");
        }

        return utc;
    }

    /// <summary>The instant with its offset, which is zero when none is stored.</summary>
    /// <exception cref="OverflowException">The instant or its local time lies outside the years 1 to 9999, or the offset is beyond 14 hours.</exception>
    public DateTimeOffset ToDateTimeOffset()
    {
        if (!TryToDateTimeOffset(out DateTimeOffset value))
        {
            ThrowHelper.Overflow($"{this} does not fit DateTimeOffset, which holds the years 1 to 9999 and offsets up to 14 hours.");
        }

        return value;
    }

    /// <summary>Compares the instants; offsets do not count.</summary>
    public int CompareTo(StoredInstant other)
    {
        int order = UnixSeconds.CompareTo(other.UnixSeconds);
        return order != 0 ? order : Microseconds.CompareTo(other.Microseconds);
    }

    /// <summary>ISO 8601 in local time with the offset, or in UTC; outside the years 1 to 9999 the stored numbers.</summary>
    public override string ToString()
    {
        int minutes = OffsetMinutes ?? 0;
        string offset = OffsetMinutes is null ? "Z" : string.Create(CultureInfo.InvariantCulture, $"{(minutes < 0 ? '-' : '+')}{Math.Abs(minutes) / 60:00}:{Math.Abs(minutes) % 60:00}");
        return StoredTime.TryToDateTime(UnixSeconds + (minutes * 60L), Microseconds, out DateTime local)
            ? local.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture) + offset
            : string.Create(CultureInfo.InvariantCulture, $"{UnixSeconds} s {Microseconds} us since 1970 ({offset})");
    }

    /// <summary>Order of instants.</summary>
    public static bool operator <(StoredInstant left, StoredInstant right) => left.CompareTo(right) < 0;

    /// <summary>Order of instants.</summary>
    public static bool operator <=(StoredInstant left, StoredInstant right) => left.CompareTo(right) <= 0;

    /// <summary>Order of instants.</summary>
    public static bool operator >(StoredInstant left, StoredInstant right) => left.CompareTo(right) > 0;

    /// <summary>Order of instants.</summary>
    public static bool operator >=(StoredInstant left, StoredInstant right) => left.CompareTo(right) >= 0;

    bool IElementView<StoredInstant>.CanShow(ValueTypeCode code) => code is ValueTypeCode.DateTime or ValueTypeCode.Date;

    StoredInstant IElementView<StoredInstant>.CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset) => code switch
    {
        ValueTypeCode.DateTime => StoredTime.ReadStored(region, payloadOffset),
        ValueTypeCode.Date => StoredTime.ReadStoredDay(region, payloadOffset),
        _ => ThrowHelper.Corrupt<StoredInstant>($"A stored {TypeCodeNames.Of(code)} cannot be read as an instant", payloadOffset),
    };
}
