namespace SharedBuffers.Indexes;

/// <summary>
/// Where entries in hash order go: the first free slot at or after the first of their home. Needs no memory but where the last entry went.
/// </summary>
/// <remarks>Without wrap-around: the last entries spill behind the home slots, so that the table stays in hash order from its first slot to its last.</remarks>
internal struct SlotPlacement(ulong homeCount, int slotsPerHome)
{
    private ulong _next;

    /// <summary>Greatest distance between an entry's home and its place so far, in homes.</summary>
    public ulong LongestDisplacement { get; private set; }

    /// <summary>Places the next entry; hashes must not descend.</summary>
    /// <returns>Its slot.</returns>
    public ulong Place(ulong hash)
    {
        ulong home = Math.BigMul(hash, homeCount, out _);
        ulong slot = Math.Max(_next, home * (ulong)slotsPerHome);
        _next = slot + 1;
        LongestDisplacement = Math.Max(LongestDisplacement, (slot / (ulong)slotsPerHome) - home);
        return slot;
    }
}
