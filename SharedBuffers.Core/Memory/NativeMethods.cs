using System.Runtime.InteropServices;

namespace SharedBuffers.Memory;

/// <summary>What the library asks of the C library of Unix systems directly, because .NET has no call for it.</summary>
internal static unsafe partial class NativeMethods
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

    /// <summary><c>MADV_DONTNEED</c> of Linux: of a mapped file, the pages leave the process and stay in the system's cache.</summary>
    public const int AdviceDontNeed = 4;

    /// <summary><c>MADV_HUGEPAGE</c> of Linux.</summary>
    public const int AdviceHugePage = 14;

    /// <summary><c>MADV_POPULATE_READ</c> of Linux 5.14.</summary>
    public const int AdvicePopulateRead = 22;

    /// <summary><c>POSIX_FADV_DONTNEED</c> of Linux.</summary>
    public const int FileAdviceDontNeed = 4;

    /// <summary><c>AT_FDCWD</c> of Linux: relative paths start at the working folder.</summary>
    public const int WorkingFolder = -100;

    /// <summary><c>STATX_TYPE</c> of Linux.</summary>
    public const uint StatusTypeMask = 1;

    /// <summary>Bytes of <c>struct statx</c>, the same on every processor.</summary>
    public const int StatusLength = 256;

    /// <summary>Where <c>stx_mode</c> lies in it.</summary>
    public const int StatusModeOffset = 28;

    /// <summary><c>S_IFMT</c>: the bits of a mode that say what a file is.</summary>
    public const int FileTypeMask = 0xf000;

    /// <summary><c>S_IFIFO</c>.</summary>
    public const int FileTypeFifo = 0x1000;

    /// <summary><c>S_IFCHR</c>.</summary>
    public const int FileTypeCharacterDevice = 0x2000;

    /// <summary><c>S_IFBLK</c>.</summary>
    public const int FileTypeBlockDevice = 0x6000;

    /// <summary><c>S_IFSOCK</c>.</summary>
    public const int FileTypeSocket = 0xc000;

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

    // Its buffer has one layout everywhere, unlike that of stat.
    [LibraryImport(LibC, EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatX(int directory, string path, int flags, uint mask, byte* status);
}
