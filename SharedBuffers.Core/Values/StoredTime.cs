using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>
/// Instants and days as they are stored. An instant is <c>i64</c>: seconds since 1970 times 2^20 plus microseconds; with an offset it has an <c>i16</c> of minutes behind it.
/// A day is <c>i64</c> seconds of its midnight in UTC.
/// </summary>
internal static class StoredTime
{
    /// <summary>Bytes of an instant with its offset.</summary>
    public const int OffsetInstantSize = sizeof(long) + sizeof(short);

    public const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>Seconds are signed and have the bits that microseconds leave.</summary>
    public const long SecondsLimit = 1L << (63 - MicrosecondBits);

    private const int MicrosecondBits = 20;
    private const long MicrosecondMask = (1L << MicrosecondBits) - 1;
    private const long SecondsPerDay = 86_400;
    private const int MaxOffsetMinutes = 14 * 60;

    /// <summary>Encodes an instant; what is finer than a microsecond is cut off.</summary>
    public static long Encode(DateTime utc)
    {
        (long seconds, long rest) = Floor(utc.Ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerSecond);
        return (seconds << MicrosecondBits) + (rest / TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>Encodes a day.</summary>
    public static long Encode(DateOnly day) => (day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * SecondsPerDay;

    /// <summary>Minutes from UTC; what is finer than a minute is cut off downwards, as the 1.x library does.</summary>
    public static short EncodeOffset(TimeSpan offset) => (short)Floor(offset.Ticks, TimeSpan.TicksPerMinute).Quotient;

    /// <summary>Encodes an instant as it was read.</summary>
    public static long Encode(StoredInstant instant) => (instant.UnixSeconds << MicrosecondBits) + instant.Microseconds;

    /// <summary>Seconds and microseconds of a stored instant.</summary>
    public static (long Seconds, int Microseconds) Split(long stored) => (stored >> MicrosecondBits, (int)(stored & MicrosecondMask));

    /// <summary>An instant as UTC, if it lies in the years 1 to 9999.</summary>
    public static bool TryToDateTime(long seconds, int microseconds, out DateTime utc)
    {
        bool fits = seconds >= -DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond && seconds <= (DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
        utc = fits ? DateTime.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + (microseconds * TimeSpan.TicksPerMicrosecond)) : default;
        return fits;
    }

    /// <summary>An instant with its offset, if <see cref="DateTimeOffset"/> holds both.</summary>
    public static bool TryToDateTimeOffset(DateTime utc, short minutes, out DateTimeOffset value)
    {
        long local = utc.Ticks + (minutes * TimeSpan.TicksPerMinute);
        bool fits = Math.Abs((int)minutes) <= MaxOffsetMinutes && local >= 0 && local <= DateTime.MaxValue.Ticks;
        value = fits ? new DateTimeOffset(local, TimeSpan.FromMinutes(minutes)) : default;
        return fits;
    }

    /// <summary>Reads an instant as it is stored.</summary>
    /// <exception cref="CorruptBufferException">It has a million microseconds or more, which nothing writes.</exception>
    public static StoredInstant ReadStored(MemoryRegion region, long offset, short? minutes = null)
    {
        (long seconds, int microseconds) = Split(region.Read<long>(offset));
        if (microseconds >= MicrosecondsPerSecond)
        {
            ThrowHelper.Corrupt($"An instant cannot have {microseconds} microseconds", offset);
        }

        return new StoredInstant(seconds, microseconds, minutes);
    }

    /// <summary>Reads an instant with its offset as they are stored.</summary>
    /// <exception cref="CorruptBufferException">It has a million microseconds or more.</exception>
    public static StoredInstant ReadStoredWithOffset(MemoryRegion region, long offset) => ReadStored(region, offset, region.Read<short>(offset + sizeof(long)));

    /// <summary>Reads the seconds of a day as an instant.</summary>
    /// <exception cref="CorruptBufferException">They do not fit the 44 bits of an instant.</exception>
    public static StoredInstant ReadStoredDay(MemoryRegion region, long offset)
    {
        long seconds = region.Read<long>(offset);
        if (seconds is < -SecondsLimit or >= SecondsLimit)
        {
            ThrowHelper.Corrupt($"{seconds} seconds since 1970 are no day", offset);
        }

        return new StoredInstant(seconds, 0);
    }

    /// <summary>Reads an instant as UTC.</summary>
    /// <exception cref="CorruptBufferException">It lies outside the years 1 to 9999, or has a million microseconds or more.</exception>
    public static DateTime ReadInstant(MemoryRegion region, long offset)
    {
        StoredInstant stored = ReadStored(region, offset);
        if (!stored.TryToDateTime(out DateTime utc))
        {
            ThrowHelper.Corrupt($"{stored} is no instant between the years 1 and 9999; StoredInstant reads it", offset);
        }

        return utc;
    }

    /// <summary>Reads an instant with its offset from UTC.</summary>
    /// <exception cref="CorruptBufferException">The instant or its local time lies outside the years 1 to 9999, or the offset is more than 14 hours.</exception>
    public static DateTimeOffset ReadOffsetInstant(MemoryRegion region, long offset)
    {
        StoredInstant stored = ReadStoredWithOffset(region, offset);
        if (!stored.TryToDateTimeOffset(out DateTimeOffset value))
        {
            ThrowHelper.Corrupt($"{stored} does not fit DateTimeOffset, which holds the years 1 to 9999 and offsets up to 14 hours; StoredInstant reads it", offset);
        }

        return value;
    }

    /// <summary>Reads a day. A time of day, which the 1.x library stores for instants in slots of days, is ignored.</summary>
    /// <exception cref="CorruptBufferException">It lies outside the years 1 to 9999.</exception>
    public static DateOnly ReadDay(MemoryRegion region, long offset)
    {
        long seconds = region.Read<long>(offset);
        long number = Floor(seconds, SecondsPerDay).Quotient + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        if (number < DateOnly.MinValue.DayNumber || number > DateOnly.MaxValue.DayNumber)
        {
            ThrowHelper.Corrupt($"{seconds} seconds since 1970 are no day between the years 1 and 9999", offset);
        }

        return DateOnly.FromDayNumber((int)number);
    }

    private static (long Quotient, long Remainder) Floor(long value, long divisor)
    {
        (long quotient, long rest) = Math.DivRem(value, divisor);
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest);
    }
}
