using System.Buffers;
using System.Text.Unicode;

namespace SharedBuffers.Indexes;

/// <summary>The UTF-8 of as many consecutive strings as one batch of lookups takes.</summary>
internal static class TextBatch
{
    /// <summary>Bytes of stack that callers offer: as many keys at a time as fit this much UTF-8.</summary>
    public const int StackLength = 2048;

    /// <summary>Transcodes keys, end to end, up to the first that does not fit or has no UTF-8 form.</summary>
    /// <param name="keys">The keys, none of them null.</param>
    /// <param name="utf8">Receives their bytes.</param>
    /// <param name="ends">Receives where each key ends.</param>
    /// <param name="used">Bytes written.</param>
    /// <returns>Keys transcoded. 0: the first key has to be looked up by itself.</returns>
    public static int Transcode(ReadOnlySpan<string> keys, Span<byte> utf8, Span<int> ends, out int used)
    {
        int count = 0;
        used = 0;
        while (count < ends.Length && count < keys.Length
            && Utf8.FromUtf16(Checked(keys[count]), utf8[used..], out _, out int written, replaceInvalidSequences: false) == OperationStatus.Done)
        {
            used += written;
            ends[count++] = used;
        }

        return count;
    }

    /// <summary>The key, which must not be null.</summary>
    public static string Checked(string key)
    {
        ArgumentNullException.ThrowIfNull(key, "keys");
        return key;
    }
}
