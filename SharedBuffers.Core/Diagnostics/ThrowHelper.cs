using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace SharedBuffers.Diagnostics;

/// <summary>
/// Every throw of the library. Keeping them out of line keeps the checked paths small enough to inline.
/// Names say exception type and reason; <c>Corrupt_*</c> throw <see cref="CorruptBufferException"/>.
/// </summary>
[StackTraceHidden]
internal static partial class ThrowHelper
{
    [DoesNotReturn]
    public static void Corrupt_OutOfBounds(long offset, long size, long length) => throw CorruptBufferException_OutOfBounds(offset, size, length);

    /// <summary>For callers on checked paths, whose own throw tells the compiler that they do not return.</summary>
    public static CorruptBufferException CorruptBufferException_OutOfBounds(long offset, long size, long length) =>
        new($"{size} bytes at offset {offset} lie outside the buffer of {length} bytes", offset);

    [DoesNotReturn]
    public static void Corrupt(string message, long offset = -1) => throw new CorruptBufferException(message, offset);

    /// <summary>For expression position: <c>x ?? ThrowHelper.Corrupt&lt;T&gt;(...)</c>.</summary>
    [DoesNotReturn]
    public static T Corrupt<T>(string message, long offset = -1) => throw new CorruptBufferException(message, offset);

    /// <summary>Text that should be UTF-8 is not.</summary>
    [DoesNotReturn]
    public static void Corrupt_NotUtf8(Exception? inner = null) => throw new CorruptBufferException("A stored string is not valid UTF-8", -1, inner);

    [DoesNotReturn]
    public static void ObjectDisposed_Region() => throw ObjectDisposedException_Region();

    /// <summary>For callers on checked paths, whose own throw tells the compiler that they do not return.</summary>
    public static ObjectDisposedException ObjectDisposedException_Region() =>
        new("MemoryRegion", "The region was disposed: its memory is no longer mapped, and views of it cannot be read.");

    [DoesNotReturn]
    public static void ArgumentOutOfRange(string parameter, object? value, string message) =>
        throw new ArgumentOutOfRangeException(parameter, value, message);

    [DoesNotReturn]
    public static void Argument(string message, string parameter) => throw new ArgumentException(message, parameter);

    [DoesNotReturn]
    public static void InvalidCast(string message) => throw new InvalidCastException(message);

    [DoesNotReturn]
    public static void Overflow(string message) => throw new OverflowException(message);

    [DoesNotReturn]
    public static void InvalidOperation(string message) => throw new InvalidOperationException(message);

    [DoesNotReturn]
    public static T NotSupported<T>(string message) => throw new NotSupportedException(message);

    [DoesNotReturn]
    public static void NotSupported_ReadOnlyRegion() =>
        throw new NotSupportedException("The region is mapped read-only. Open it with MapAccess.ReadWrite to change numeric slots in place.");

    [DoesNotReturn]
    public static void KeyNotFound(string message) => throw new KeyNotFoundException(message);

    [DoesNotReturn]
    public static void SchemaMismatch(string message) => throw new SchemaMismatchException(message);

    [DoesNotReturn]
    public static void IO_SpillFileCut(long offset) =>
        throw new IOException($"The temporary file of the builder ends at offset {offset}, before what was written to it. Was it cut from outside?");

    [DoesNotReturn]
    public static void DuplicateKey(string key) => throw new DuplicateKeyException(key);
}
