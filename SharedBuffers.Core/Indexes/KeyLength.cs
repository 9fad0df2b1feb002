using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

/// <summary>How long a byte-string key can be.</summary>
internal static class KeyLength
{
    /// <summary>
    /// Bytes of the longest key: those of the longest array (<see cref="Array.MaxLength"/>, 2^31 - 57), so that every key can be copied out, and 20 bytes of a spool's head and
    /// the key still are a span.
    /// </summary>
    public const int Max = 0x7FFF_FFC7;

    /// <summary>Throws unless a key can have a length.</summary>
    /// <exception cref="ArgumentException">It is too long.</exception>
    public static void Check(long length)
    {
        if (length > Max)
        {
            ThrowHelper.Argument($"A key of {length} bytes is longer than {Max}.", "key");
        }
    }
}
