using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>
/// What keeps the copying of nested objects finite: a depth, because objects can contain themselves, and an amount of work, because what is shared on every level is copied
/// twice as often with each, and damaged pointers may lead a thousand lists to the same megabyte. <c>docs/safety.md</c> has the bound. One instance for each copy; not thread-safe.
/// </summary>
public sealed partial class ObjectWalk
{
    private ValueWalk _walk;

    /// <summary>Starts a copy.</summary>
    /// <param name="whole">The object that is copied as a whole: what its region holds bounds the work.</param>
    /// <exception cref="InvalidOperationException">The reference is <c>default</c>.</exception>
    public ObjectWalk(ObjectReference whole)
        : this(whole.Region)
    {
    }

    /// <summary>Starts a copy of something in a region; null has none.</summary>
    internal ObjectWalk(MemoryRegion? region) => _walk = new ValueWalk(region);

    /// <summary>Begins an object; <see cref="Leave"/> ends it.</summary>
    /// <exception cref="CorruptBufferException">Objects nest too deep, contain themselves, or share so much that copying them would not end in reasonable time.</exception>
    public void Enter(ObjectReference reference) => _walk.Enter(reference.Offset);

    /// <summary>Ends an object.</summary>
    public void Leave() => _walk.Leave();

    /// <summary>Begins anything that has parts.</summary>
    internal void Enter(long offset) => _walk.Enter(offset);

    /// <summary>Counts content that is copied.</summary>
    internal void Copy(long bytes, long offset = -1) => _walk.Copy(bytes, offset);

    /// <summary>Counts values that are visited without descending.</summary>
    internal void Visit(long offset) => _walk.Visit(offset);
}
