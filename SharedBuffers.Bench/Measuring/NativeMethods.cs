using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SharedBuffers.Bench.Measuring;

/// <summary>What the measurements ask of Linux directly. Callers check <see cref="OperatingSystem.IsLinux"/> first.</summary>
internal static partial class NativeMethods
{
    private const string LibC = "libc";

    /// <summary><c>CLOCK_THREAD_CPUTIME_ID</c> of Linux.</summary>
    public const int ThreadCpuClock = 3;

    /// <summary><c>POSIX_FADV_DONTNEED</c> of Linux.</summary>
    public const int AdviceDontNeed = 4;

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [LibraryImport(LibC, EntryPoint = "clock_gettime")]
    [SuppressGCTransition]
    public static partial int ClockGetTime(int clock, out TimeSpec time);

    [LibraryImport(LibC, EntryPoint = "sched_setaffinity", SetLastError = true)]
    public static partial int SetAffinity(int thread, nuint size, ReadOnlySpan<ulong> mask);

    [LibraryImport(LibC, EntryPoint = "sched_getaffinity", SetLastError = true)]
    public static partial int GetAffinity(int thread, nuint size, Span<ulong> mask);

    [LibraryImport(LibC, EntryPoint = "posix_fadvise")]
    public static partial int FileAdvise(SafeFileHandle file, long offset, long length, int advice);
}
