using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Memory;

/// <summary>
/// A bounded part of a <see cref="MemoryRegion"/>: the region, a 64-bit offset and a 64-bit length. The checked way to the bytes for everything above the memory layer.
/// </summary>
/// <remarks>
/// <para>A small readonly struct that can be stored, boxed and shared between threads; it keeps the region alive, not open.</para>
/// <para>Offsets are bytes from the start of the view. An access outside it throws <see cref="CorruptBufferException"/> (offsets come from data),
/// one after the region's dispose throws <see cref="ObjectDisposedException"/>. Reads are little-endian, at any alignment, and allocate nothing.</para>
/// </remarks>
public readonly struct BufferView
{
    private readonly MemoryRegion? _region;
    private readonly long _start;
    private readonly long _length;

    internal BufferView(MemoryRegion region, long start, long length)
    {
        region.CheckBounds(start, length);
        _region = region;
        _start = start;
        _length = length;
    }

    /// <summary>Length in bytes. It does not change when the region is disposed; access throws.</summary>
    public long Length => _length;

    /// <summary>Offset of the view's first byte from the start of its region.</summary>
    public long Offset => _start;

    /// <summary>The region behind the view.</summary>
    /// <exception cref="InvalidOperationException">The view is <c>default</c>.</exception>
    public MemoryRegion Region => _region ?? ThrowDefault();

    /// <summary>Reads an unmanaged value at a byte offset, whatever its alignment.</summary>
    /// <typeparam name="T">A type without references and without padding whose every bit pattern is valid; not <see cref="bool"/>.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Read<T>(long offset)
        where T : unmanaged
    {
        CheckBounds(offset, Unsafe.SizeOf<T>());
        return _region!.Read<T>(_start + offset);
    }

    /// <summary>A bounded part of this view.</summary>
    public BufferView Slice(long offset, long length)
    {
        CheckBounds(offset, length);
        return new BufferView(Region, _start + offset, length);
    }

    /// <summary>Everything from an offset on.</summary>
    public BufferView Slice(long offset) => Slice(offset, _length - offset);

    /// <summary>Brings the pages of the view into memory; see <see cref="MemoryRegion.WarmUp(CancellationToken)"/>.</summary>
    public void WarmUp(CancellationToken cancellationToken = default) => Region.WarmUp(_start, _length, cancellationToken);

    /// <summary>Keeps the pages of the view in memory until its region is disposed; see <see cref="MemoryRegion.TryLock()"/>.</summary>
    public bool TryLock() => Region.TryLock(_start, _length);

    /// <summary>
    /// Bytes of the view as a span, without copying. The span is good while the region is open and referenced: do not keep it past the region's dispose.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> GetSpan(long offset, int length)
    {
        CheckBounds(offset, length);
        return Region.GetSpan(_start + offset, length);
    }

    /// <summary>The whole view as a span.</summary>
    /// <exception cref="InvalidOperationException">The view is longer than a span can be (2^31-1 bytes).</exception>
    public ReadOnlySpan<byte> AsSpan()
    {
        if (_length > int.MaxValue)
        {
            ThrowHelper.InvalidOperation($"A view of {_length} bytes does not fit a span; take it in parts with GetSpan.");
        }

        return GetSpan(0, (int)_length);
    }

    /// <summary>The whole view as a writable span.</summary>
    /// <exception cref="NotSupportedException">The region is read-only.</exception>
    internal unsafe Span<byte> AsWritableSpan()
    {
        if (!Region.IsWritable)
        {
            ThrowHelper.NotSupported_ReadOnlyRegion();
        }

        // SAFETY: GetPointer checks that the whole view lies in the region.
        return new Span<byte>(Region.GetPointer(_start, _length), checked((int)_length));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CheckBounds(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > _length - length)
        {
            ThrowOutOfBounds(offset, length);
        }
    }

    [DoesNotReturn]
    private void ThrowOutOfBounds(long offset, long length) => throw OutOfBoundsException(offset, length);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Exception OutOfBoundsException(long offset, long length) =>
        _region is null ? DefaultException() : ThrowHelper.CorruptBufferException_OutOfBounds(offset, length, _length);

    private static MemoryRegion ThrowDefault() => throw DefaultException();

    private static InvalidOperationException DefaultException() => new("This BufferView is default: it shows no region.");
}
