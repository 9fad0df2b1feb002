namespace SharedBuffers.Indexes;

/// <summary>
/// Where entries in hash order go: the first free slot at or after their home bucket. Needs no memory but where the last entry went.
/// </summary>
/// <remarks>Without wrap-around: the last buckets spill behind the home buckets, so that the table stays in hash order from its first byte to its last.</remarks>
internal struct BucketPlacement(ulong homeBucketCount, int slotCount)
{
    /// <summary>Bucket of the last entry.</summary>
    public ulong Bucket { get; private set; }

    /// <summary>Slot of the last entry; -1 before the first one.</summary>
    public int Slot { get; private set; } = -1;

    /// <summary>Home bucket of the last entry.</summary>
    public ulong Home { get; private set; }

    /// <summary>The hash bits below those that chose the home bucket.</summary>
    public ulong Fraction { get; private set; }

    /// <summary>Greatest distance between an entry's home and its place so far.</summary>
    public ulong LongestProbe { get; private set; }

    /// <summary>Places the next entry; hashes must not descend.</summary>
    public void Place(ulong hash)
    {
        Home = Math.BigMul(hash, homeBucketCount, out ulong fraction);
        Fraction = fraction;
        if (Home > Bucket)
        {
            Bucket = Home;
            Slot = 0;
        }
        else if (++Slot == slotCount)
        {
            Bucket++;
            Slot = 0;
        }

        LongestProbe = Math.Max(LongestProbe, Bucket - Home);
    }
}
