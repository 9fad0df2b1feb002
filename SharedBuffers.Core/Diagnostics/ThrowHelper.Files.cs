using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SharedBuffers.Diagnostics;

/// <summary>What can be wrong with a file as a whole. Each cause has a message of its own that says what to do.</summary>
internal static partial class ThrowHelper
{
    [DoesNotReturn]
    public static void FileNotFound(string message, string path) => throw new FileNotFoundException(message, path);

    [DoesNotReturn]
    public static void IO_NoFileThere(string path, string kind) => throw new IOException($"'{path}' is {kind}: a file cannot be published there.");

    [DoesNotReturn]
    public static void IO_FileTooLarge(long length, Exception inner) =>
        throw new IOException($"A file may not grow to {length} bytes: the file system or a limit of the process (ulimit -f) forbids it.", inner);

    [DoesNotReturn]
    public static void InvalidOperation_SpillFailed() =>
        throw new InvalidOperationException("Writing the temporary file failed before: the build cannot be completed.");

    [DoesNotReturn]
    public static void IO_DirectoryNotFlushed(string directory, string reason) =>
        throw new IOException($"The file was published, but its folder '{directory}' could not be forced to the disk ({reason}): after a power failure the old file may be back.");

    [DoesNotReturn]
    public static void Corrupt_TooShortForHeader(string name, long length) =>
        throw new CorruptBufferException($"'{name}' has {length} bytes, less than the header of a native file: it is truncated, or no native file.");

    [DoesNotReturn]
    public static void Corrupt_WrongMagic(string name, ulong magic) =>
        throw new CorruptBufferException(
            $"'{name}' is not a native SharedBuffers file: it starts with {FormatBytes(magic)} and not with the magic 53 42 55 46 0D 0A 1A 0A. " +
            "Files in the layout of the Python library have no magic and are opened by the methods that name that layout.",
            0);

    [DoesNotReturn]
    public static void Corrupt_TextTransfer(string name, ulong magic) =>
        throw new CorruptBufferException(
            $"'{name}' starts with {FormatBytes(magic)}: the letters SBUF are there, the line ends after them are not as written. " +
            "It was damaged by a transfer in text mode: transfer it again in binary mode.",
            0);

    [DoesNotReturn]
    public static void Corrupt_BigEndian(string name) =>
        throw new CorruptBufferException($"'{name}' was written in big-endian byte order: native files are little-endian. Write it again with a conforming writer.", 0);

    [DoesNotReturn]
    public static void Corrupt_TooNew(string name, int readerVersion, int known, int formatVersion) =>
        throw new CorruptBufferException(
            $"'{name}' has format version {formatVersion} and needs a reader of version {readerVersion}; this library reads up to version {known}. Use a newer SharedBuffers.", 8);

    [DoesNotReturn]
    public static void Corrupt_UnknownFlags(string name, uint flags, long offset) =>
        throw new CorruptBufferException(
            string.Create(CultureInfo.InvariantCulture, $"'{name}' uses features that this library does not know (flags 0x{flags:X8}). Use a newer SharedBuffers."), offset);

    [DoesNotReturn]
    public static void Corrupt_Truncated(string name, long expected, long found) =>
        throw new CorruptBufferException(
            found < expected
                ? $"'{name}' is truncated: its header says {expected} bytes, {found} are there. Copy or build it again."
                : $"'{name}' is longer than its header says: {expected} bytes are expected, {found} are there. Copy or build it again.",
            16);

    [DoesNotReturn]
    public static void Corrupt_Checksum(string what, string name, ulong expected, ulong found, long offset) =>
        throw new CorruptBufferException(
            string.Create(CultureInfo.InvariantCulture, $"The checksum of {what} of '{name}' is {found:X16}, {expected:X16} is expected: the bytes changed after they were written."),
            offset);

    [DoesNotReturn]
    public static void KeyNotFound_Section(string name, string what) =>
        throw new KeyNotFoundException($"'{name}' has no section {what}.");

    private static string FormatBytes(ulong magic) =>
        string.Join(' ', BitConverter.GetBytes(magic).Select(b => b.ToString("X2", CultureInfo.InvariantCulture)));
}
