namespace SharedBuffers.Diagnostics;

/// <summary>
/// The mapped bytes contradict the format: an offset leaves the buffer, a count promises more than is there, a checksum differs, a typecode is unknown.
/// </summary>
/// <remarks>
/// It is the only exception that damaged <em>data</em> causes. Mistakes of the caller are <see cref="ArgumentException"/>s, use after dispose is
/// <see cref="ObjectDisposedException"/>, and errors of the operating system pass through untouched.
/// Repair: restore or rebuild the file; nothing that was read before the exception was checked more than it had to be.
/// </remarks>
public sealed class CorruptBufferException : Exception
{
    /// <summary>Creates the exception with a message and no position.</summary>
    public CorruptBufferException(string message)
        : this(message, -1, null)
    {
    }

    /// <summary>Creates the exception with a message, the position of the damage and the exception that led here.</summary>
    /// <param name="message">What was expected and what was found.</param>
    /// <param name="offset">Offset of the damage in bytes from the start of the region, or -1 when it has no single position.</param>
    /// <param name="innerException">The cause, if another exception led here.</param>
    public CorruptBufferException(string message, long offset, Exception? innerException = null)
        : base(offset < 0 ? message : $"{message} (at offset {offset})", innerException) => Offset = offset;

    /// <summary>Offset of the damage in bytes from the start of the region, or -1 when it has no single position.</summary>
    public long Offset { get; }
}
