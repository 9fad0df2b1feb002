using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SharedBuffers.Hashing;

/// <summary>
/// XXH3-64 over an input that comes in parts: append them in order, then ask for the digest. The result is <see cref="XxHash3.Hash64(ReadOnlySpan{byte}, ulong)"/> of the whole,
/// however it was cut.
/// </summary>
/// <remarks>
/// Creating one allocates half a kilobyte; appending and digesting allocate nothing, and <see cref="Reset"/> makes it ready for the next input. Not thread-safe.
/// </remarks>
public sealed unsafe class XxHash3Accumulator
{
    // One pinned array holds everything, so that the kernels get pointers without pinning at each call: lanes, secret, buffer.
    private const int LanesOffset = 0;
    private const int SecretOffset = LanesOffset + XxHash3.LaneCount * sizeof(ulong);
    private const int BufferOffset = SecretOffset + XxHash3.SecretLength;

    /// <summary>Holds the whole input while it is short enough for the paths that need it whole; a multiple of the stripe.</summary>
    private const int BufferLength = 256;

    private readonly byte[] _state = GC.AllocateUninitializedArray<byte>(BufferOffset + BufferLength, pinned: true);
    private ulong _seed;
    private long _length;
    private int _buffered;
    private int _stripesInBlock;

    /// <summary>Creates an accumulator that nothing was appended to.</summary>
    /// <param name="seed">Selects one of 2^64 hash functions.</param>
    public XxHash3Accumulator(ulong seed = 0) => Reset(seed);

    /// <summary>Bytes appended so far.</summary>
    public long Length => _length;

    private byte* State => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_state));

    private ulong* Lanes => (ulong*)(State + LanesOffset);

    private byte* Secret => State + SecretOffset;

    private byte* Buffer => State + BufferOffset;

    /// <summary>Forgets what was appended.</summary>
    /// <param name="seed">Selects one of 2^64 hash functions.</param>
    public void Reset(ulong seed = 0)
    {
        _seed = seed;
        _length = 0;
        _buffered = 0;
        _stripesInBlock = 0;
        XxHash3.InitializeLanes(Lanes);
        XxHash3.DeriveSecret(Secret, seed);
        GC.KeepAlive(this);
    }

    /// <summary>Appends bytes. O(length).</summary>
    /// <param name="source">The bytes; may be empty.</param>
    public void Append(ReadOnlySpan<byte> source)
    {
        fixed (byte* p = source)
        {
            Append(p, source.Length);
        }
    }

    /// <summary>Appends <paramref name="length"/> bytes at <paramref name="source"/>. The caller vouches that they are readable.</summary>
    internal void Append(byte* source, long length)
    {
        if (length <= 0)
        {
            return;
        }

        _length += length;

        // SAFETY: the state array is pinned for its life and KeepAlive holds it; copies into the buffer are bounded by its free part, reads by length.
        if (length <= BufferLength - _buffered)
        {
            System.Buffer.MemoryCopy(source, Buffer + _buffered, BufferLength - _buffered, length);
            _buffered += (int)length;
            GC.KeepAlive(this);
            return;
        }

        // More comes than the buffer can take, so every stripe in it is followed by a byte, as the algorithm asks of a stripe that is not the last.
        if (_buffered > 0)
        {
            int fill = BufferLength - _buffered;
            System.Buffer.MemoryCopy(source, Buffer + _buffered, fill, fill);
            source += fill;
            length -= fill;
            Consume(Buffer, BufferLength / XxHash3.StripeLengthBytes);
        }

        // At least one byte stays for the buffer, and the 64 bytes before it stay readable at the end of the buffer: the last stripe may reach back into them.
        if (length > BufferLength)
        {
            long stripes = (length - 1) / XxHash3.StripeLengthBytes;
            Consume(source, stripes);
            source += stripes * XxHash3.StripeLengthBytes;
            length -= stripes * XxHash3.StripeLengthBytes;
            System.Buffer.MemoryCopy(source - XxHash3.StripeLengthBytes, Buffer + BufferLength - XxHash3.StripeLengthBytes, XxHash3.StripeLengthBytes, XxHash3.StripeLengthBytes);
        }

        System.Buffer.MemoryCopy(source, Buffer, BufferLength, length);
        _buffered = (int)length;
        GC.KeepAlive(this);
    }

    /// <summary>The hash of everything appended so far. More can be appended afterwards. O(1).</summary>
    [SkipLocalsInit]
    public ulong GetDigest()
    {
        ulong digest;
        if (_length <= XxHash3.MediumMaxLength)
        {
            digest = XxHash3.Hash64(Buffer, _length, _seed);
            GC.KeepAlive(this);
            return digest;
        }

        // SAFETY: lanes and the last stripe are copies on the stack of the sizes declared; the buffer holds _buffered bytes, and before it wraps the 64 bytes that precede them.
        ulong* lanes = stackalloc ulong[XxHash3.LaneCount];
        new ReadOnlySpan<ulong>(Lanes, XxHash3.LaneCount).CopyTo(new Span<ulong>(lanes, XxHash3.LaneCount));
        XxHash3.AccumulateAcrossBlocks(lanes, Buffer, Secret, (_buffered - 1) / XxHash3.StripeLengthBytes, _stripesInBlock);

        byte* lastStripe = stackalloc byte[XxHash3.StripeLengthBytes];
        int before = Math.Max(0, XxHash3.StripeLengthBytes - _buffered);
        int after = XxHash3.StripeLengthBytes - before;
        System.Buffer.MemoryCopy(Buffer + BufferLength - before, lastStripe, before, before);
        System.Buffer.MemoryCopy(Buffer + _buffered - after, lastStripe + before, after, after);
        digest = XxHash3.Finish(lanes, lastStripe, Secret, _length);
        GC.KeepAlive(this);
        return digest;
    }

    private void Consume(byte* source, long stripes) =>
        _stripesInBlock = XxHash3.AccumulateAcrossBlocks(Lanes, source, Secret, stripes, _stripesInBlock);
}
