using System.Buffers;
using System.Buffers.Text;

namespace SharedBuffers.Cli.Input;

/// <summary>Bytes columns are written in base64 (RFC 4648, with padding).</summary>
internal static class Base64Text
{
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> target, long line, string column) =>
        Base64.DecodeFromUtf8(text, target, out int consumed, out int written) == OperationStatus.Done && consumed == text.Length
            ? written
            : throw new InputException(line, $"column '{column}': bytes are written in base64, and this is not");
}
