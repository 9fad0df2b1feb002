using System.Buffers;
using System.Runtime.CompilerServices;
using SharedBuffers.Compression;
using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>A stored byte string. Reading it allocates nothing: <see cref="AsSpan"/> shows the mapped bytes themselves.</summary>
/// <remarks>
/// <para>Files of the 1.x library may hold byte strings compressed as LZ4 blocks. Those have no span: use <see cref="CopyTo"/>, <see cref="ToArray"/> or a comparison,
/// which decompress into pooled memory. Files written by this library are compressed only on request.</para>
/// <para>A small readonly struct, safe to copy, store and share between threads. <c>default</c> is the null byte string. After the region's dispose every access
/// throws <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public readonly struct SharedBytes : IEquatable<SharedBytes>, IComparable<SharedBytes>, IElementView<SharedBytes>
{
    /// <summary>The length, in the 15 bits of a head, that says: the length follows in 8 bytes. Heads from here on are those or of compressed bytes.</summary>
    internal const int LongForm = 0x7FFF;

    private const int CompressedFlag = 0x8000;

    /// <summary>An LZ4 block cannot hold more than 255 bytes for each of its own: a length match byte adds 255.</summary>
    private const long MaxExpansion = 255;

    private readonly MemoryRegion? _region;
    private readonly long _offset;
    private readonly int _length;

    /// <summary>Bytes of the LZ4 block at <see cref="_offset"/>, or 0 when the bytes are stored as they are (a block has at least one byte).</summary>
    private readonly int _block;

    private SharedBytes(MemoryRegion region, long offset, int length, int block)
    {
        _region = region;
        _offset = offset;
        _length = length;
        _block = block;
    }

    /// <summary>Whether this is the null byte string: an absent element, or <c>default</c>.</summary>
    public bool IsNull => _region is null;

    /// <summary>Whether there are no bytes; true for null too.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>Length in bytes, as read, not as stored.</summary>
    public int Length => _length;

    /// <summary>Whether the bytes are stored as an LZ4 block, so that they have no span.</summary>
    public bool IsCompressed => _block != 0;

    /// <summary>The mapped bytes, without copying. Good while the region is open and referenced.</summary>
    /// <exception cref="InvalidOperationException">The bytes are stored compressed.</exception>
    /// <exception cref="ObjectDisposedException">The region was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> AsSpan()
    {
        if (_block != 0)
        {
            ThrowCompressed();
        }

        return _region is null ? default : _region.GetSpan(_offset, _length);
    }

    /// <summary>The mapped bytes, if they are stored uncompressed.</summary>
    public bool TryGetSpan(out ReadOnlySpan<byte> bytes)
    {
        bytes = _block == 0 ? AsSpan() : default;
        return _block == 0;
    }

    /// <summary>Copies the bytes, decompressing them when they are compressed. Allocates nothing.</summary>
    /// <returns>How many bytes were copied.</returns>
    /// <exception cref="ArgumentException">The destination is shorter than <see cref="Length"/>.</exception>
    /// <exception cref="CorruptBufferException">The compressed block is damaged.</exception>
    public int CopyTo(Span<byte> destination)
    {
        if (destination.Length < _length)
        {
            ThrowHelper.Argument($"The destination of {destination.Length} bytes is shorter than the {_length} bytes to copy.", nameof(destination));
        }

        if (_block == 0)
        {
            AsSpan().CopyTo(destination);
        }
        else
        {
            Lz4Block.Decode(_region!.GetSpan(_offset, _block), destination[.._length]);
        }

        GC.KeepAlive(_region);
        return _length;
    }

    /// <summary>Copies the bytes into a new array.</summary>
    public byte[] ToArray()
    {
        if (_length == 0)
        {
            return [];
        }

        byte[] bytes = GC.AllocateUninitializedArray<byte>(_length);
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Sixteen bytes as a <see cref="Guid"/>, the most significant first: how this library stores one. Allocates nothing.</summary>
    /// <exception cref="CorruptBufferException">There are more or fewer bytes than 16.</exception>
    public Guid ToGuid()
    {
        const int Size = 16;
        if (_length != Size)
        {
            ThrowHelper.Corrupt($"{_length} bytes are no Guid", _offset);
        }

        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The stable hash: XXH64 of the bytes with seed 0, the same in every process and in the 1.x library.</summary>
    public ulong GetStableHash()
    {
        if (_block == 0)
        {
            ulong hash = StableHash.OfBytes(AsSpan());
            GC.KeepAlive(_region);
            return hash;
        }

        using var lease = new ByteLease(this);
        return StableHash.OfBytes(lease.Span);
    }

    /// <summary>Whether the bytes are equal. Null equals only null.</summary>
    public bool Equals(SharedBytes other) => IsNull == other.IsNull && _length == other._length && CompareTo(other) == 0;

    /// <summary>Whether the bytes are equal to those of a span. Null equals nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equals(ReadOnlySpan<byte> other)
    {
        if (_region is null || _length != other.Length)
        {
            return false;
        }

        return _block == 0 ? _region.GetSpan(_offset, _length).SequenceEqual(other) : CompareTo(other) == 0;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SharedBytes other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        using var lease = new ByteLease(this);
        return XxHash3.Hash64(lease.Span).GetHashCode();
    }

    /// <summary>Compares byte by byte; null comes first.</summary>
    public int CompareTo(SharedBytes other)
    {
        if (IsNull || other.IsNull)
        {
            return other.IsNull.CompareTo(IsNull);
        }

        using var lease = new ByteLease(other);
        return CompareTo(lease.Span);
    }

    /// <summary>Compares byte by byte with a span; null comes before everything.</summary>
    public int CompareTo(ReadOnlySpan<byte> other)
    {
        if (IsNull)
        {
            return -1;
        }

        using var lease = new ByteLease(this);
        return lease.Span.SequenceCompareTo(other);
    }

    /// <summary>The bytes as hexadecimal digits.</summary>
    public override string ToString()
    {
        using var lease = new ByteLease(this);
        return Convert.ToHexStringLower(lease.Span);
    }

    /// <summary>Equality of bytes.</summary>
    public static bool operator ==(SharedBytes left, SharedBytes right) => left.Equals(right);

    /// <summary>Inequality of bytes.</summary>
    public static bool operator !=(SharedBytes left, SharedBytes right) => !left.Equals(right);

    /// <summary>Byte order.</summary>
    public static bool operator <(SharedBytes left, SharedBytes right) => left.CompareTo(right) < 0;

    /// <summary>Byte order.</summary>
    public static bool operator <=(SharedBytes left, SharedBytes right) => left.CompareTo(right) <= 0;

    /// <summary>Byte order.</summary>
    public static bool operator >(SharedBytes left, SharedBytes right) => left.CompareTo(right) > 0;

    /// <summary>Byte order.</summary>
    public static bool operator >=(SharedBytes left, SharedBytes right) => left.CompareTo(right) >= 0;

    bool IElementView<SharedBytes>.CanShow(ValueTypeCode code) => code is ValueTypeCode.Bytes or ValueTypeCode.Buffer;

    SharedBytes IElementView<SharedBytes>.CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset) => code switch
    {
        ValueTypeCode.Bytes => ReadBytes(region, payloadOffset),
        ValueTypeCode.Buffer => ReadBuffer(region, payloadOffset),
        _ => ThrowHelper.Corrupt<SharedBytes>($"A stored {TypeCodeNames.Of(code)} cannot be read as bytes", payloadOffset),
    };

    /// <summary>Reads the head of a byte string or string: <c>u16</c> length with a compression flag, an <c>u64</c> length when it does not fit, the bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static SharedBytes ReadBytes(MemoryRegion region, long offset)
    {
        int length = region.Read<ushort>(offset);
        if (length >= LongForm)
        {
            return ReadOtherForm(region, offset, length);
        }

        // Two bytes at the offset lie in the region, so this sum is far from an overflow.
        region.ThrowIfShorterThan(offset + sizeof(ushort) + length);
        return new SharedBytes(region, offset + sizeof(ushort), length, 0);
    }

    // Long, or compressed, or both.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SharedBytes ReadOtherForm(MemoryRegion region, long offset, int head)
    {
        long length = head & LongForm;
        long data = offset + sizeof(ushort);
        if (length == LongForm)
        {
            length = region.Read<long>(data);
            data += sizeof(ulong);
            if ((ulong)length > int.MaxValue)
            {
                ThrowTooLong(length, offset);
            }
        }

        region.CheckBounds(data, length);
        return (head & CompressedFlag) == 0 ? new SharedBytes(region, data, (int)length, 0) : ReadCompressed(region, data, length);
    }

    /// <summary>Reads the head of a buffer: <c>u64</c> length, then the bytes.</summary>
    internal static SharedBytes ReadBuffer(MemoryRegion region, long offset)
    {
        long length = region.Read<long>(offset);
        if ((ulong)length > int.MaxValue)
        {
            ThrowTooLong(length, offset);
        }

        region.CheckBounds(offset + sizeof(ulong), length);
        return new SharedBytes(region, offset + sizeof(ulong), (int)length, 0);
    }

    /// <summary>A byte string over bytes already known to lie in the region.</summary>
    internal static SharedBytes FromRange(MemoryRegion region, long offset, int length)
    {
        region.CheckBounds(offset, length);
        return new SharedBytes(region, offset, length, 0);
    }

    private static SharedBytes ReadCompressed(MemoryRegion region, long data, long stored)
    {
        long length = region.Read<uint>(data);
        long block = stored - sizeof(uint);
        if (block <= 0 || length > int.MaxValue || length > block * MaxExpansion)
        {
            ThrowHelper.Corrupt($"A compressed block of {block} bytes promises {length}", data);
        }

        return new SharedBytes(region, data + sizeof(uint), (int)length, (int)block);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowCompressed() => ThrowHelper.InvalidOperation(
        "The bytes are stored as an LZ4 block and have no span. Use CopyTo, ToArray, ToString or a comparison, or store them uncompressed.");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowTooLong(long length, long offset) =>
        ThrowHelper.Corrupt($"A length of {(ulong)length} bytes is more than the {int.MaxValue} that one string, byte string or buffer can have", offset);

    /// <summary>The bytes of a byte string as a span for the length of one operation: the mapped ones, or pooled memory with the decompressed ones.</summary>
    internal readonly ref struct ByteLease : IDisposable
    {
        private readonly byte[]? _rented;
        private readonly MemoryRegion? _region;

        public ByteLease(SharedBytes bytes)
        {
            _region = bytes._region;
            if (bytes._block == 0)
            {
                Span = bytes.AsSpan();
                return;
            }

            _rented = ArrayPool<byte>.Shared.Rent(bytes._length);
            bytes.CopyTo(_rented);
            Span = _rented.AsSpan(0, bytes._length);
        }

        public ReadOnlySpan<byte> Span { get; }

        public void Dispose()
        {
            GC.KeepAlive(_region);
            if (_rented is not null)
            {
                ArrayPool<byte>.Shared.Return(_rented);
            }
        }
    }
}
