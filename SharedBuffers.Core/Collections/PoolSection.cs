using SharedBuffers.Memory;
using SharedBuffers.Packing;

namespace SharedBuffers.Collections;

/// <summary>A part of a <see cref="SharedObjectPool"/>: one mapping, filled from its start. Pointers never leave it.</summary>
public sealed class PoolSection
{
    private long _usedLength;

    internal PoolSection(MappedFileRegion region, long start, IdentityMap? identities)
    {
        Mapping = region;
        Start = start;
        Length = region.Length;
        Identities = identities;
    }

    /// <summary>Position of the section's first byte in the pool.</summary>
    public long Start { get; }

    /// <summary>Bytes of the section.</summary>
    public long Length { get; }

    /// <summary>Bytes from the start that hold objects; all others are zero. It only grows.</summary>
    public long UsedLength => Volatile.Read(ref _usedLength);

    /// <summary>The memory: offsets in it are positions in the pool less <see cref="Start"/>.</summary>
    public MemoryRegion Region => Mapping;

    internal MappedFileRegion Mapping { get; }

    /// <summary>What was packed where; null once the section is not packed into any more, and when nothing is shared.</summary>
    internal IdentityMap? Identities { get; set; }

    /// <summary>Writes behind what is there, then lets readers at it.</summary>
    /// <param name="buffer">Holds the bytes.</param>
    /// <param name="from">Position in the buffer of the first byte to write.</param>
    internal void Append(PackBuffer buffer, long from)
    {
        const int MaxPart = 1 << 30;
        long used = _usedLength;
        while (from < buffer.Length)
        {
            int part = (int)Math.Min(MaxPart, buffer.Length - from);
            Append(buffer.GetSpan(from, part), used);
            from += part;
            used += part;
        }

        Volatile.Write(ref _usedLength, used);
    }

    /// <summary>Writes bytes behind what is there, at an offset, then lets readers at them.</summary>
    internal void Append(ReadOnlySpan<byte> bytes, int alignment)
    {
        long offset = Align(alignment);
        Append(bytes, offset);
        Volatile.Write(ref _usedLength, RoundUp(offset + bytes.Length, SharedObjectPool.LeastAlignment));
    }

    /// <summary>Where something of an alignment would be appended.</summary>
    internal long Align(int alignment) => RoundUp(_usedLength, alignment);

    private static long RoundUp(long length, int alignment) => (length + alignment - 1) & -alignment;

    private void Append(ReadOnlySpan<byte> bytes, long offset) => bytes.CopyTo(Mapping.View.Slice(offset, bytes.Length).AsWritableSpan());
}
