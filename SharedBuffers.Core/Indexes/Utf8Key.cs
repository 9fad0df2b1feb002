using System.Buffers;
using System.Text.Unicode;

namespace SharedBuffers.Indexes;

/// <summary>
/// The UTF-8 bytes of a text key for the time of one lookup: on the caller's stack, or in a pooled array when the key is long.
/// </summary>
/// <remarks>Text with a lone surrogate has no UTF-8 form. It is marked invalid instead of being replaced: a replaced key could find a stranger.</remarks>
internal ref struct Utf8Key : IDisposable
{
    /// <summary>Bytes of stack that callers offer. Keys of up to a third of it in chars always fit; longer ones mostly do.</summary>
    public const int StackLength = 512;

    private byte[]? _rented;

    /// <summary>Transcodes at once.</summary>
    public Utf8Key(ReadOnlySpan<char> text, Span<byte> stack)
    {
        Span<byte> destination = stack;
        if (text.Length * 3L > stack.Length)
        {
            _rented = ArrayPool<byte>.Shared.Rent((int)Math.Min(text.Length * 3L, KeyLength.Max));
            destination = _rented;
        }

        IsValid = Utf8.FromUtf16(text, destination, out _, out int written, replaceInvalidSequences: false) == OperationStatus.Done;
        Bytes = destination[..written];
    }

    /// <summary>Whether the text has a UTF-8 form that can be a key: without it, it equals no key.</summary>
    public bool IsValid { get; }

    /// <summary>The bytes; good until dispose.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Gives the pooled array back, if there is one.</summary>
    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
