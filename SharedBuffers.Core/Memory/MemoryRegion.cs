using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Memory;

/// <summary>
/// One contiguous piece of memory that views read from: a mapped file, a copy of one in native memory, or memory that the process allocated.
/// </summary>
/// <remarks>
/// <para>Knows where the memory is, how long it is and how to give it back; knows nothing of what the bytes mean.</para>
/// <para><b>Safety.</b> Every access is checked against <see cref="Length"/>, in release builds too, and <see cref="Dispose()"/> leaves no length before the
/// memory goes: a view used later throws <see cref="ObjectDisposedException"/>. What no check can prevent: disposing while <em>another thread</em> is inside an access,
/// using a span after dispose, and truncating a mapped file from outside. See <c>docs/safety.md</c>.</para>
/// <para><b>Thread safety.</b> All reads may run concurrently. <see cref="Dispose()"/> must not run concurrently with reads.</para>
/// </remarks>
public abstract unsafe partial class MemoryRegion : IDisposable
{
    // A length that fits no access, not even an empty one: what makes every access to a disposed region take the path that throws.
    private const long DisposedLength = -1;

    /// <summary>Bytes of a run: as many as the bitmaps and the slots of the largest object take.</summary>
    internal const int RunLength = 16 + (64 * sizeof(ulong));

    /// <summary>Bytes that memory gives at a time, on the processors of today.</summary>
    internal const int CacheLine = 64;

    private byte* _base;
    private long _length;

    // At how many offsets 1, 2, 4 and 8 bytes can be read. One compare without sign then tells whether an access lies inside, and none does once these are 0.
    // PERF: the scenario `fields` of the benchmarks; with a compare for each end the fields of a record in the caches took half as long again.
    private long _places1;
    private long _places2;
    private long _places4;
    private long _places8;

    // At how many offsets a run can be read.
    private long _placesOfRun;
    private int _disposed;
    private object? _annotation;

    private protected MemoryRegion()
    {
    }

    /// <summary>Releases the memory of a region that was never disposed.</summary>
    ~MemoryRegion() => Dispose(disposing: false);

    /// <summary>Length in bytes; 0 once the region is disposed.</summary>
    public long Length => Math.Max(_length, 0);

    /// <summary>Whether the memory may be written.</summary>
    public bool IsWritable { get; private protected init; }

    /// <summary>Whether <see cref="Dispose()"/> ran: the length is 0 and every access throws.</summary>
    public bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    /// <summary>Where the bytes come from, for messages: a path, or a word such as <c>memory</c>.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// What a layer above keeps beside the bytes of this region, so that views need not carry it: one object, set once. This layer does not know what it is.
    /// </summary>
    internal ref object? Annotation => ref _annotation;

    /// <summary>The whole region as a view.</summary>
    /// <exception cref="ObjectDisposedException">The region was disposed.</exception>
    public BufferView View => new(this, 0, Length);

    /// <summary>Unmaps or frees the memory. Views of the region throw <see cref="ObjectDisposedException"/> from then on. Safe to call twice.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Called once by the derived constructor when the memory is there.</summary>
    private protected void Attach(byte* basePointer, long length)
    {
        _base = basePointer;
        SetLength(length);
    }

    /// <summary>
    /// Ends this region as <see cref="Dispose()"/> does, but for the memory, which another region takes over: views of this one never see what the other one holds.
    /// </summary>
    /// <returns>The first byte.</returns>
    /// <exception cref="ObjectDisposedException">The region was disposed.</exception>
    private protected byte* Surrender()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            ThrowHelper.ObjectDisposed_Region();
        }

        byte* memory = _base;
        SetLength(DisposedLength);
        Thread.MemoryBarrier();
        _base = null;
        return memory;
    }

    /// <summary>Gives the memory back. Called once, when every access already throws.</summary>
    private protected abstract void Release(bool disposing);

    private void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        SetLength(DisposedLength);

        // The length must be seen by other threads before the memory goes.
        Thread.MemoryBarrier();
        Release(disposing);
        _base = null;
    }

    /// <summary>Reads a value at a byte offset from the start of the region, whatever its alignment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T Read<T>(long offset)
        where T : unmanaged
    {
        // Written so that each is one compare with memory: the tests of the size are made by the compiler.
        if (sizeof(T) == 8)
        {
            if ((ulong)offset >= (ulong)_places8)
            {
                ThrowOutOfBounds(offset, sizeof(T));
            }
        }
        else if (sizeof(T) == 4)
        {
            if ((ulong)offset >= (ulong)_places4)
            {
                ThrowOutOfBounds(offset, sizeof(T));
            }
        }
        else if (sizeof(T) == 1 ? (ulong)offset >= (ulong)_places1 : sizeof(T) == 2 ? (ulong)offset >= (ulong)_places2 : offset < 0 || offset > _length - sizeof(T))
        {
            ThrowOutOfBounds(offset, sizeof(T));
        }

        // SAFETY: offset < places = _length - sizeof(T) + 1: [offset, offset + sizeof(T)) lies in [0, _length), which stays mapped until Dispose; KeepAlive holds the finalizer off until the read is done.
        T value = Unsafe.ReadUnaligned<T>(_base + offset);
        GC.KeepAlive(this);
        return value;
    }

    /// <summary>Whether all bytes of a run that starts at an offset lie in the region.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool HoldsRun(long offset) => (ulong)offset < (ulong)_placesOfRun;

    /// <summary>Reads a value of a run. One compare does for every value of it, wherever it lies: the compiler need not add before it compares, the load adds at no cost.</summary>
    /// <typeparam name="T">Its type; one of more than 8 bytes is checked as by <see cref="Read"/>.</typeparam>
    /// <param name="offset">Offset of the run, of which the caller has seen that the region holds it. It is compared again: the region may have been disposed since, and a view that
    /// one thread writes while another copies it may have the offset of one object and the region of another.</param>
    /// <param name="displacement">Offset of the value in the run. Not checked.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T ReadInRun<T>(long offset, int displacement)
        where T : unmanaged
    {
        if (sizeof(T) > sizeof(ulong))
        {
            return Read<T>(offset + displacement);
        }

        if (!HoldsRun(offset))
        {
            ThrowOutOfBounds(offset, sizeof(T));
        }

        // SAFETY: [offset, offset + RunLength) lies in [0, _length), and the caller's value in the first RunLength bytes of that. KeepAlive holds the finalizer off until the read is done.
        T value = Unsafe.ReadUnaligned<T>(_base + offset + displacement);
        GC.KeepAlive(this);
        return value;
    }

    /// <summary>
    /// Address of <paramref name="length"/> bytes at <paramref name="offset"/>. The pointer is good while the region is alive and not disposed:
    /// the caller keeps the region referenced (<see cref="GC.KeepAlive"/>) past its last use.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* GetPointer(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > _length - length)
        {
            ThrowOutOfBounds(offset, length);
        }

        // SAFETY: [offset, offset + length) lies in [0, _length]; _length - length cannot overflow because length is non-negative and _length at least -1.
        return _base + offset;
    }

    /// <summary>For readers that keep a pointer which they checked once: a region does not move, nor does it become shorter, so that all that can change since is that it is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The region was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void ThrowIfDisposed()
    {
        if (_length < 0)
        {
            ThrowOutOfBounds(0, 0);
        }
    }

    /// <summary>Throws unless bytes up to <paramref name="end"/>, which is not negative, lie in the region.</summary>
    /// <exception cref="CorruptBufferException">They do not.</exception>
    /// <exception cref="ObjectDisposedException">The region was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void ThrowIfShorterThan(long end)
    {
        if (end > _length)
        {
            ThrowOutOfBounds(0, end);
        }
    }

    /// <summary>
    /// The bytes as a span. It does not keep the region alive: it is good while the caller holds the region (or a view of it) and nobody disposes it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlySpan<byte> GetSpan(long offset, int length)
    {
        // SAFETY: GetPointer checks that the bytes lie in the region.
        return new(GetPointer(offset, length), length);
    }

    /// <summary>Throws unless <paramref name="length"/> bytes at <paramref name="offset"/> are there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CheckBounds(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > _length - length)
        {
            ThrowOutOfBounds(offset, length);
        }
    }

    /// <summary>Starts loading a cache line. Nothing waits for it, and an offset outside the region does nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Prefetch(long offset)
    {
        // SAFETY: a prefetch reads nothing; the address lies in the region.
        if (Sse.IsSupported && (ulong)offset < (ulong)Math.Max(_length, 0))
        {
            Sse.Prefetch0(_base + offset);
        }
    }

    private void SetLength(long length)
    {
        _length = length;
        _places1 = Math.Max(length, 0);
        _places2 = Math.Max(length - 1, 0);
        _places4 = Math.Max(length - 3, 0);
        _places8 = Math.Max(length - 7, 0);
        _placesOfRun = Math.Max(length - RunLength + 1, 0);
    }

    /// <summary>
    /// One block that throws is all that it has: the compiler sees that it does not return, so that callers keep their values in registers, and leaves it out of line. With a
    /// branch in it, it would be inlined, with all of the formatting, in place of what lookups need.
    /// </summary>
    [DoesNotReturn]
    private void ThrowOutOfBounds(long offset, long size) => throw OutOfBoundsException(offset, size);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Exception OutOfBoundsException(long offset, long size) =>
        IsDisposed ? ThrowHelper.ObjectDisposedException_Region() : ThrowHelper.CorruptBufferException_OutOfBounds(offset, size, _length);
}
