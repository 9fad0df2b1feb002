using System.Runtime.InteropServices;

namespace SharedBuffers.Memory;

/// <summary>What the library asks of the C library of Unix systems directly, because .NET has no call for it.</summary>
internal static partial class NativeMethods
{
    private const string LibC = "libc";

    /// <summary><c>O_RDONLY</c>: the same on every Unix.</summary>
    public const int OpenReadOnly = 0;

    /// <summary><c>EINVAL</c>: the same on every Unix.</summary>
    public const int ErrorInvalidArgument = 22;

    /// <summary><c>EINTR</c>: the same on every Unix.</summary>
    public const int ErrorInterrupted = 4;

    /// <summary><c>EAGAIN</c> of Linux.</summary>
    public const int ErrorAgain = 11;

    /// <summary><c>MADV_NORMAL</c>.</summary>
    public const int AdviceNormal = 0;

    /// <summary><c>MADV_RANDOM</c>.</summary>
    public const int AdviceRandom = 1;

    /// <summary><c>MADV_HUGEPAGE</c> of Linux.</summary>
    public const int AdviceHugePage = 14;

    /// <summary><c>MADV_POPULATE_READ</c> of Linux 5.14.</summary>
    public const int AdvicePopulateRead = 22;

    /// <summary><c>POSIX_FADV_DONTNEED</c> of Linux.</summary>
    public const int FileAdviceDontNeed = 4;

    [LibraryImport(LibC, EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Open(string path, int flags);

    [LibraryImport(LibC, EntryPoint = "fsync", SetLastError = true)]
    public static partial int FSync(int fileDescriptor);

    [LibraryImport(LibC, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int fileDescriptor);

    // The garbage collector does not wait for calls like these, however long a page takes.
    [LibraryImport(LibC, EntryPoint = "madvise", SetLastError = true)]
    public static partial int MAdvise(nint address, nuint length, int advice);

    [LibraryImport(LibC, EntryPoint = "mlock", SetLastError = true)]
    public static partial int MLock(nint address, nuint length);

    [LibraryImport(LibC, EntryPoint = "posix_fadvise64")]
    public static partial int FAdvise(int fileDescriptor, long offset, long length, int advice);
}
