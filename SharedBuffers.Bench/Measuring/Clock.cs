using System.Diagnostics;

namespace SharedBuffers.Bench.Measuring;

/// <summary>What time a round is charged for.</summary>
internal enum Clock
{
    /// <summary>Time that the measuring thread spent on a processor: what other programs on the machine do costs it little.</summary>
    ThreadCpu,

    /// <summary>Time that passed: for work that waits for a disk or uses several threads.</summary>
    Wall,
}

/// <summary>Reads the clocks in nanoseconds. Where the system has no clock for a thread, <see cref="Clock.ThreadCpu"/> falls back to the time that passed.</summary>
internal static class ClockReader
{
    public static bool HasThreadClock { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    public static double Now(Clock clock)
    {
        if (clock == Clock.ThreadCpu && HasThreadClock)
        {
            _ = NativeMethods.ClockGetTime(NativeMethods.ThreadCpuClock, out NativeMethods.TimeSpec time);
            return (time.Seconds * 1e9) + time.Nanoseconds;
        }

        return Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency);
    }
}
