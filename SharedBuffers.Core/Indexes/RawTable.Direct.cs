using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <remarks>
/// Keys with few gaps, as row numbers and internal ids are, need no hash table: the table is an array of values, the place of one is its key less the first key, and
/// all ones stand where a key is missing. A lookup is one load. Places count on from the greatest key to 0, so signed keys around 0 are dense too.
/// </remarks>
internal sealed unsafe partial class RawTable
{
    /// <summary>The value that stands for a missing key; its lower half in narrow tables. Builders choose widths so that no value equals it.</summary>
    internal const ulong Missing = ulong.MaxValue;

    /// <summary>The key of a place.</summary>
    private ulong DirectKeyAt(long position) => Geometry.Kind == HashTableKind.UInt32Keys ? unchecked((uint)(_firstKey + (ulong)position)) : unchecked(_firstKey + (ulong)position);

    /// <summary>Finds the value at a place, which may lie outside. The width is that of the values: a constant, for those who know it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FindDirect(ulong place, bool wide, out ulong value)
    {
        byte* area = Area;
        if (place < _homeCount)
        {
            // SAFETY: a place below the number of slots lies in the area.
            value = ReadDirect(area, place, wide);
            GC.KeepAlive(this);
            return value != Missing ? area : Nothing(out value);
        }

        return Nothing(out value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PrefetchDirect(ulong place)
    {
        if (Sse.IsSupported)
        {
            // SAFETY: a prefetch reads nothing.
            Sse.Prefetch0(Area + (Math.Min(place, _homeCount) * _stride));
        }
    }

    private bool TryReadDirect(long position, out ulong key, out ulong value)
    {
        // SAFETY: the caller's position is below the number of slots.
        value = ReadDirect(Area, (ulong)position, _wide);
        GC.KeepAlive(this);
        key = DirectKeyAt(position);
        return value != Missing;
    }

    // SAFETY: the caller's place lies in the area.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ReadDirect(byte* area, ulong place, bool wide)
    {
        if (wide)
        {
            return Unsafe.ReadUnaligned<ulong>(area + (place * sizeof(ulong)));
        }

        uint narrow = Unsafe.ReadUnaligned<uint>(area + (place * sizeof(uint)));
        return narrow == uint.MaxValue ? Missing : narrow;
    }
}
