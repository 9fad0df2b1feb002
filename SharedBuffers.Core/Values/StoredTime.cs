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

    private const int MicrosecondBits = 20;
    private const long MicrosecondMask = (1L << MicrosecondBits) - 1;
    private const long MicrosecondsPerSecond = 1_000_000;
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

    /// <summary>Reads an instant as UTC.</summary>
    /// <exception cref="CorruptBufferException">It lies outside the years 1 to 9999, or has a million microseconds or more.</exception>
    public static DateTime ReadInstant(MemoryRegion region, long offset)
    {
        long stored = region.Read<long>(offset);
        long seconds = stored >> MicrosecondBits;
        long microseconds = stored & MicrosecondMask;
        if (microseconds >= MicrosecondsPerSecond || seconds < -DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond
            || seconds > (DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond)
        {
            ThrowHelper.Corrupt($"{seconds} seconds and {microseconds} microseconds since 1970 are no instant between the years 1 and 9999", offset);
        }

        return DateTime.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + (microseconds * TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>Reads an instant with its offset from UTC.</summary>
    /// <exception cref="CorruptBufferException">The instant or its local time lies outside the years 1 to 9999, or the offset is more than 14 hours.</exception>
    public static DateTimeOffset ReadOffsetInstant(MemoryRegion region, long offset)
    {
        DateTime utc = ReadInstant(region, offset);
        short minutes = region.Read<short>(offset + sizeof(long));
        long local = utc.Ticks + (minutes * TimeSpan.TicksPerMinute);
        if (Math.Abs((int)minutes) > MaxOffsetMinutes || local < 0 || local > DateTime.MaxValue.Ticks)
        {
            ThrowHelper.Corrupt($"An offset of {minutes} minutes from UTC cannot belong to {utc:O}", offset);
        }

        return new DateTimeOffset(local, TimeSpan.FromMinutes(minutes));
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
