using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>
/// What keeps a walk through nested values finite: a depth, because values can contain themselves, and a number of values, because a value that is shared on
/// every level is visited twice as often with each.
/// </summary>
internal struct ValueWalk
{
    /// <summary>Values that any walk may visit, however small the region is.</summary>
    private const long MinVisits = 1 << 20;

    private long _visits;
    private int _depth;

    /// <summary>Starts a walk. A region can hold no more different values than it has bytes.</summary>
    public ValueWalk(MemoryRegion? region) => _visits = MinVisits + (region?.Length ?? 0);

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

    /// <summary>Ends a value.</summary>
    public void Leave() => _depth--;
}
