using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Memory;

/// <summary>
/// Atomic access to aligned words of a writable region. The words may lie in a file that other processes map too: the processor's own atomic instructions order them
/// across processes as they do across threads.
/// </summary>
public abstract unsafe partial class MemoryRegion
{
    /// <summary>Throws unless a word may be changed atomically.</summary>
    /// <exception cref="NotSupportedException">The region is read-only.</exception>
    /// <exception cref="InvalidOperationException">The word lies across its own alignment.</exception>
    internal void CheckAtomic(long offset, int size)
    {
        CheckBounds(offset, size);
        if (!IsWritable)
        {
            ThrowHelper.NotSupported_ReadOnlyRegion();
        }

        // SAFETY: only the address is looked at; CheckBounds placed it inside the region.
        if (((nuint)(_base + offset) & (nuint)(size - 1)) != 0)
        {
            ThrowHelper.InvalidOperation(
                $"The {size} bytes at offset {offset} are not aligned to {size}: they cannot be changed atomically. Objects of schemas with an alignment of 8 or 16 are aligned.");
        }
    }

    /// <summary>Reads a word, not before reads that come earlier in the program.</summary>
    internal T VolatileRead<T>(long offset)
        where T : unmanaged
    {
        byte* word = GetPointer(offset, sizeof(T));

        // SAFETY: GetPointer: sizeof(T) bytes are there; CheckAtomic tested the alignment when the slot was found, and neither place nor base changes.
        T value = sizeof(T) switch
        {
            1 => As<byte, T>(Volatile.Read(ref *word)),
            2 => As<ushort, T>(Volatile.Read(ref *(ushort*)word)),
            4 => As<uint, T>(Volatile.Read(ref *(uint*)word)),
            _ => As<ulong, T>(Volatile.Read(ref *(ulong*)word)),
        };
        GC.KeepAlive(this);
        return value;
    }

    /// <summary>Replaces a word and returns what was there; a full fence.</summary>
    internal T Exchange<T>(long offset, T value)
        where T : unmanaged
    {
        byte* word = GetPointer(offset, sizeof(T));

        // SAFETY: as in VolatileRead; IsWritable was tested by CheckAtomic and cannot change.
        T previous = sizeof(T) switch
        {
            1 => As<byte, T>(Interlocked.Exchange(ref *word, As<T, byte>(value))),
            2 => As<ushort, T>(Interlocked.Exchange(ref *(ushort*)word, As<T, ushort>(value))),
            4 => As<uint, T>(Interlocked.Exchange(ref *(uint*)word, As<T, uint>(value))),
            _ => As<ulong, T>(Interlocked.Exchange(ref *(ulong*)word, As<T, ulong>(value))),
        };
        GC.KeepAlive(this);
        return previous;
    }

    /// <summary>Replaces a word if it has the bits expected, and returns what was there; a full fence.</summary>
    internal T CompareExchange<T>(long offset, T value, T expected)
        where T : unmanaged
    {
        byte* word = GetPointer(offset, sizeof(T));

        // SAFETY: as in Exchange.
        T previous = sizeof(T) switch
        {
            1 => As<byte, T>(Interlocked.CompareExchange(ref *word, As<T, byte>(value), As<T, byte>(expected))),
            2 => As<ushort, T>(Interlocked.CompareExchange(ref *(ushort*)word, As<T, ushort>(value), As<T, ushort>(expected))),
            4 => As<uint, T>(Interlocked.CompareExchange(ref *(uint*)word, As<T, uint>(value), As<T, uint>(expected))),
            _ => As<ulong, T>(Interlocked.CompareExchange(ref *(ulong*)word, As<T, ulong>(value), As<T, ulong>(expected))),
        };
        GC.KeepAlive(this);
        return previous;
    }

    /// <summary>Adds to an integer of 4 or 8 bytes with one instruction, and returns the sum; a full fence. Wraps on overflow.</summary>
    internal T AddInteger<T>(long offset, T delta)
        where T : unmanaged
    {
        byte* word = GetPointer(offset, sizeof(T));

        // SAFETY: as in Exchange. Two's complement: signed and unsigned sums have the same bits.
        T sum = sizeof(T) == sizeof(uint)
            ? As<uint, T>(Interlocked.Add(ref *(uint*)word, As<T, uint>(delta)))
            : As<ulong, T>(Interlocked.Add(ref *(ulong*)word, As<T, ulong>(delta)));
        GC.KeepAlive(this);
        return sum;
    }

    /// <summary>The same bits as another type of the same size: each call stands behind a test of the size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTo As<TFrom, TTo>(TFrom value)
        where TFrom : unmanaged
        where TTo : unmanaged => Unsafe.As<TFrom, TTo>(ref value);
}
