using System.Runtime.InteropServices;

namespace SharedBuffers.Memory;

/// <summary>How pages come into memory and stay there: the calls of the operating system, and what happens where there are none.</summary>
internal static unsafe class Paging
{
    /// <summary>Reads every page that holds one of the bytes into memory.</summary>
    /// <returns>False when the system says that there is nothing behind a page.</returns>
    public static bool Populate(byte* start, long length)
    {
        if (OperatingSystem.IsLinux())
        {
            (nint page, nuint bytes) = WholePages(start, length);
            while (NativeMethods.MAdvise(page, bytes, NativeMethods.AdvicePopulateRead) != 0)
            {
                switch (Marshal.GetLastPInvokeError())
                {
                    case NativeMethods.ErrorInterrupted or NativeMethods.ErrorAgain:
                        continue;
                    case NativeMethods.ErrorInvalidArgument:
                        // Kernels before 5.14.
                        break;
                    default:
                        return false;
                }

                break;
            }
        }

        // Also after the call: page tables that a hypervisor keeps are filled by the processor's first access, which costs a microsecond a page on some.
        Touch(start, length);
        return true;
    }

    /// <summary>Passes an advice on. False when the system does not know it.</summary>
    public static bool Advise(byte* start, long length, MemoryAdvice advice)
    {
        int number = advice switch
        {
            MemoryAdvice.Normal => NativeMethods.AdviceNormal,
            MemoryAdvice.Random => NativeMethods.AdviceRandom,
            MemoryAdvice.HugePages => NativeMethods.AdviceHugePage,
            _ => throw new ArgumentOutOfRangeException(nameof(advice), advice, "Unknown advice."),
        };
        if (!OperatingSystem.IsLinux() || length == 0)
        {
            return length == 0 || advice == MemoryAdvice.Normal;
        }

        (nint page, nuint bytes) = WholePages(start, length);
        return NativeMethods.MAdvise(page, bytes, number) == 0;
    }

    /// <summary>Locks pages into memory. False when the system refuses.</summary>
    public static bool Lock(byte* start, long length)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        (nint page, nuint bytes) = WholePages(start, length);
        return length == 0 || NativeMethods.MLock(page, bytes) == 0;
    }

    /// <summary>Lets go of the pages of a mapped file that this process has touched; the next touch brings them back from the system's cache.</summary>
    /// <param name="start">In a mapping of a file, and of nothing else: other memory would lose its content.</param>
    /// <param name="length">Bytes.</param>
    public static void Forget(byte* start, long length)
    {
        if (OperatingSystem.IsLinux() && length > 0)
        {
            // An advice, as below.
            (nint page, nuint bytes) = WholePages(start, length);
            _ = NativeMethods.MAdvise(page, bytes, NativeMethods.AdviceDontNeed);
        }
    }

    /// <summary>Lets go of a file's cached pages that nobody has mapped.</summary>
    public static void DropFromCache(int fileDescriptor)
    {
        if (OperatingSystem.IsLinux())
        {
            // An advice: there is nothing to do about a refusal.
            _ = NativeMethods.FAdvise(fileDescriptor, 0, 0, NativeMethods.FileAdviceDontNeed);
        }
    }

    // The calls want addresses of pages.
    private static (nint Page, nuint Bytes) WholePages(byte* start, long length)
    {
        nint before = (nint)start & (Environment.SystemPageSize - 1);
        return ((nint)start - before, checked((nuint)(length + before)));
    }

    private static void Touch(byte* start, long length)
    {
        for (long i = 0; i < length; i += Environment.SystemPageSize)
        {
            // SAFETY: the caller vouches for length bytes.
            _ = Volatile.Read(ref start[i]);
        }

        if (length > 0)
        {
            _ = Volatile.Read(ref start[length - 1]);
        }
    }
}
