using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Packing;

/// <summary>
/// A growing buffer in native memory that images of values and objects are packed into. Positions are 64-bit, bytes that nobody wrote are zero.
/// </summary>
/// <remarks>
/// <para>Knows bytes and alignment, nothing of what they mean. Reused from one object to the next: <see cref="Clear"/> keeps the memory.
/// Unlike a <see cref="MemoryStream"/> it has no 2 GiB end, writes at any position already reserved, and can be cut back when a pack fails.</para>
/// <para>Appending is amortized O(1); growth doubles. Not thread-safe. A span from <see cref="GetSpan"/> is good until the next call that appends.</para>
/// </remarks>
public sealed unsafe class PackBuffer : IDisposable
{
    private const long InitialCapacity = 4096;

    /// <summary>A cache line: positions aligned to 64 lie on lines in memory too.</summary>
    private const nuint MemoryAlignment = 64;

    private byte* _memory;
    private long _capacity;
    private long _length;
    private long _alignmentOrigin;
    private bool _disposed;

    /// <summary>Creates an empty buffer; memory is taken at the first append.</summary>
    public PackBuffer()
    {
    }

    /// <summary>Frees the memory of a buffer that was never disposed.</summary>
    ~PackBuffer() => Free();

    /// <summary>Bytes written so far; the position of the next append.</summary>
    public long Length => _length;

    /// <summary>
    /// Position that <see cref="Align"/> counts from, 0 by default. Keys of maps are packed as if they started a buffer of their own, so that their images do not
    /// depend on where they lie.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The position is negative or beyond <see cref="Length"/>.</exception>
    public long AlignmentOrigin
    {
        get => _alignmentOrigin;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, _length);
            _alignmentOrigin = value;
        }
    }

    /// <summary>Appends zeroed bytes.</summary>
    /// <param name="count">How many; 0 is allowed.</param>
    /// <returns>The position of the first of them.</returns>
    /// <exception cref="OutOfMemoryException">The memory is not to be had.</exception>
    public long Reserve(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        long position = _length;
        EnsureCapacity(count);

        // SAFETY: EnsureCapacity made [position, position + count) part of the allocation.
        NativeMemory.Clear(_memory + position, (nuint)count);
        _length = position + count;
        return position;
    }

    /// <summary>Pads with zeros until the length, counted from <see cref="AlignmentOrigin"/>, is a multiple of <paramref name="alignment"/>.</summary>
    /// <returns>The new length.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Align(int alignment)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alignment);
        long rest = (_length - _alignmentOrigin) % alignment;
        if (rest != 0)
        {
            Reserve(alignment - rest);
        }

        return _length;
    }

    /// <summary>Appends the bytes of an unmanaged value, little-endian, without alignment.</summary>
    /// <returns>Its position.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Append<T>(T value)
        where T : unmanaged
    {
        long position = _length;
        if (position > _capacity - sizeof(T))
        {
            EnsureCapacity(sizeof(T));
        }

        // SAFETY: [position, position + sizeof(T)) lies in the allocation: tested or just made so. A disposed buffer has capacity 0.
        Unsafe.WriteUnaligned(_memory + position, value);
        _length = position + sizeof(T);
        return position;
    }

    /// <summary>Appends bytes.</summary>
    /// <returns>The position of the first.</returns>
    public long AppendBytes(ReadOnlySpan<byte> bytes)
    {
        long position = _length;
        bytes.CopyTo(AppendSpan(bytes.Length));
        return position;
    }

    /// <summary>Writes over bytes that are already part of the buffer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value would not lie inside what was written.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write<T>(long position, T value)
        where T : unmanaged
    {
        CheckRange(position, sizeof(T));

        // SAFETY: CheckRange: [position, position + sizeof(T)) lies in [0, _length), which is allocated.
        Unsafe.WriteUnaligned(_memory + position, value);
    }

    /// <summary>Reads a value back.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value does not lie inside what was written.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Read<T>(long position)
        where T : unmanaged
    {
        CheckRange(position, sizeof(T));

        // SAFETY: CheckRange, as in Write.
        return Unsafe.ReadUnaligned<T>(_memory + position);
    }

    /// <summary>Bytes already written. The span is good until the next call that appends, clears or disposes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside what was written.</exception>
    public ReadOnlySpan<byte> GetSpan(long position, int length) => GetWritableSpan(position, length);

    /// <summary>Copies everything to a stream.</summary>
    public void CopyTo(Stream destination) => CopyTo(destination, 0);

    /// <summary>Copies everything from a position on to a stream.</summary>
    public void CopyTo(Stream destination, long position)
    {
        ArgumentNullException.ThrowIfNull(destination);
        const int MaxChunk = 1 << 30;
        CheckRange(position, 0);
        while (position < _length)
        {
            int chunk = (int)Math.Min(_length - position, MaxChunk);
            destination.Write(GetSpan(position, chunk));
            position += chunk;
        }
    }

    /// <summary>Copies everything into a new array.</summary>
    /// <exception cref="OverflowException">There is more than an array can hold.</exception>
    public byte[] ToArray() => GetSpan(0, checked((int)_length)).ToArray();

    /// <summary>Forgets everything written and keeps the memory for the next object.</summary>
    public void Clear() => Truncate(0);

    /// <summary>Forgets everything from a position on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or greater than <see cref="Length"/>.</exception>
    public void Truncate(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _length);
        _length = length;
        _alignmentOrigin = Math.Min(_alignmentOrigin, length);
    }

    /// <summary>Frees the memory. The length becomes 0, and appending throws <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        Free();
        _disposed = true;
        GC.SuppressFinalize(this);
    }

    /// <summary>Appends bytes whose content is undefined, for a writer that fills them all at once.</summary>
    internal Span<byte> AppendSpan(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        long position = _length;
        EnsureCapacity(count);
        _length = position + count;

        // SAFETY: EnsureCapacity made [position, position + count) part of the allocation.
        return new Span<byte>(_memory + position, count);
    }

    /// <summary>Bytes already written, for changing them. Good until the next call that appends.</summary>
    internal Span<byte> GetWritableSpan(long position, int length)
    {
        CheckRange(position, length);

        // SAFETY: CheckRange: the range lies in [0, _length), which is allocated.
        return new Span<byte>(_memory + position, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CheckRange(long position, long length)
    {
        if (position < 0 || length < 0 || position > _length - length)
        {
            ThrowRange(position, length);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ThrowRange(long position, long length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ThrowHelper.ArgumentOutOfRange(nameof(position), position, $"{length} bytes there do not lie inside the {_length} bytes written so far.");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EnsureCapacity(long count)
    {
        if (count > _capacity - _length || _memory is null)
        {
            Grow(count);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(long count)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        long needed = checked(_length + count);
        long capacity = Math.Max(Math.Max(InitialCapacity, needed), _capacity <= long.MaxValue / 2 ? _capacity * 2 : needed);

        // The old block stays owned by this object when the reallocation throws.
        _memory = (byte*)NativeMemory.AlignedRealloc(_memory, checked((nuint)capacity), MemoryAlignment);
        GC.AddMemoryPressure(capacity - _capacity);
        _capacity = capacity;
    }

    private void Free()
    {
        if (_memory is not null)
        {
            NativeMemory.AlignedFree(_memory);
            _memory = null;
            GC.RemoveMemoryPressure(_capacity);
        }

        _capacity = 0;
        _length = 0;
        _alignmentOrigin = 0;
    }
}
