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

    [LibraryImport(LibC, EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Open(string path, int flags);

    [LibraryImport(LibC, EntryPoint = "fsync", SetLastError = true)]
    public static partial int FSync(int fileDescriptor);

    [LibraryImport(LibC, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int fileDescriptor);
}
