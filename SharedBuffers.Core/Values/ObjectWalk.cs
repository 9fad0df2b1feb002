using SharedBuffers.Diagnostics;

namespace SharedBuffers.Values;

/// <summary>
/// What keeps the cloning of nested objects finite: a depth, because objects can contain themselves, and a number of objects, because one that is shared on every
/// level is visited twice as often with each. One instance for each clone; not thread-safe.
/// </summary>
public sealed class ObjectWalk
{
    /// <summary>Objects that any walk may visit, however small the region is.</summary>
    private const long MinVisits = 1 << 20;

    private long _visits = -1;
    private int _depth;

    /// <summary>Begins an object; <see cref="Leave"/> ends it.</summary>
    /// <exception cref="CorruptBufferException">Objects nest too deep, or contain themselves.</exception>
    public void Enter(ObjectReference reference)
    {
        if (_visits < 0)
        {
            // A region can hold no more different objects than it has bytes.
            _visits = MinVisits + reference.Region.Length;
        }

        if (++_depth > Limits.MaxDepth)
        {
            ThrowHelper.Corrupt($"Objects nest deeper than {Limits.MaxDepth} levels, or contain themselves", reference.Offset);
        }

        if (--_visits == 0)
        {
            ThrowHelper.Corrupt("Objects share one another so often that copying them would not end in reasonable time", reference.Offset);
        }
    }

    /// <summary>Ends an object.</summary>
    public void Leave() => _depth--;
}
