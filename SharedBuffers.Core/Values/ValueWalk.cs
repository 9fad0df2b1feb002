using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>
/// What keeps a walk through nested values finite: a depth, because values can contain themselves, and a number of visits, because a value that is shared on
/// every level is visited twice as often with each. Content that is copied counts too: a thousand pointers may lead to the same megabyte.
/// </summary>
internal struct ValueWalk
{
    /// <summary>Values that any walk may visit, however small the region is.</summary>
    private const long MinVisits = 1 << 20;

    /// <summary>Visits for each byte of the region. A region can hold no more different values than it has bytes; values that are shared are visited again.</summary>
    private const long VisitsPerByte = 4;

    /// <summary>
    /// Bytes of content that count as much as a visit. With the visits for each byte that makes 256 bytes of content for each byte of the region: the most that a compressed
    /// string unfolds to, so that content which is stored once is never refused.
    /// </summary>
    public const long ContentPerVisit = 64;

    private long _visits;
    private int _depth;

    /// <summary>Starts a walk.</summary>
    public ValueWalk(MemoryRegion? region) => _visits = MinVisits + (VisitsPerByte * (region?.Length ?? 0));

    /// <summary>Depth of the value that is being visited.</summary>
    public readonly int Depth => _depth;

    /// <summary>Begins a value; <see cref="Leave"/> ends it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter(long offset)
    {
        if (++_depth > Limits.MaxDepth)
        {
            ThrowHelper.Corrupt($"Values nest deeper than {Limits.MaxDepth} levels, or contain themselves", offset);
        }

        Visit(offset);
    }

    /// <summary>Counts values that are visited without descending.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit(long offset)
    {
        if (--_visits < 0)
        {
            ThrowHelper.Corrupt("Values share one another so often that walking through them would not end in reasonable time", offset);
        }
    }

    /// <summary>Counts a value whose content is copied or written out.</summary>
    public void Copy(long bytes, long offset)
    {
        _visits -= bytes / ContentPerVisit;
        Visit(offset);
    }

    /// <summary>Ends a value.</summary>
    public void Leave() => _depth--;
}
