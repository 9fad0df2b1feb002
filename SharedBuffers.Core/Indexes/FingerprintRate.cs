namespace SharedBuffers.Indexes;

/// <summary>
/// How often a search for an absent key finds something in a table of fingerprints. It follows the placement of the entries, so the rate is that of the table as it is.
/// "Approximate tables" in <c>docs/format/hash-table.md</c> has the derivation.
/// </summary>
/// <remarks>
/// A search from a home compares the fingerprints from there to the first empty slot. What matters of a table is therefore for how many homes these are 1, 2, 3 slots and so on:
/// the first slot of a cluster has all its neighbours behind it, the last one none. Sums, products and powers of two alone, so the result is the same on every machine.
/// </remarks>
internal sealed class FingerprintRate
{
    /// <summary>Bits of the narrowest fingerprint: the tag.</summary>
    public const int LeastBits = 8;

    /// <summary>Bits of the widest fingerprint: the hash.</summary>
    public const int MostBits = 64;

    /// <summary>Two random bytes give equal tags in so many of 65536 cases: 254 tags stand for one value of the byte and one stands for two.</summary>
    private const double EqualTags = (254 * 1) + (2 * 2);

    /// <summary>No search looks at more slots.</summary>
    private const int MostSlots = (int)RawTable.MaxDisplacement + 1;

    // Homes by the slots that a search from them looks at.
    private long[] _homesBySlots = new long[64];
    private int _neighbours;
    private ulong _end;
    private long _count;

    /// <summary>Whether fingerprints of so many bits exist: whole bytes.</summary>
    public static bool IsPossibleWidth(int bits) => bits is >= LeastBits and <= MostBits && bits % 8 == 0;

    /// <summary>Forgets all entries.</summary>
    public void Clear()
    {
        Array.Clear(_homesBySlots);
        _neighbours = 0;
        _end = 0;
        _count = 0;
    }

    /// <summary>Told the slot of every entry, ascending.</summary>
    public void Add(ulong slot)
    {
        // Each neighbour more is seen from one home more at every distance: only the longest distance is new.
        _neighbours = slot == _end ? Math.Min(_neighbours + 1, MostSlots) : 1;
        if (_neighbours == _homesBySlots.Length)
        {
            Array.Resize(ref _homesBySlots, 2 * _neighbours);
        }

        _homesBySlots[_neighbours]++;
        _end = slot + 1;
        _count++;
    }

    /// <summary>The rate with fingerprints of a width.</summary>
    /// <param name="bits">8 to 64.</param>
    /// <param name="homes">Homes of the table.</param>
    /// <param name="longestDisplacement">Searches go no farther from home.</param>
    public double Of(int bits, ulong homes, ulong longestDisplacement)
    {
        double equal = Math.ScaleB(EqualTags, -8 - bits);
        int last = (int)Math.Min(longestDisplacement + 1, (ulong)_homesBySlots.Length - 1);
        double found = 0;
        double sum = 0;
        for (int slots = 1; slots <= last; slots++)
        {
            found += equal * (1 - found);
            long count = HomesWith(slots, homes);
            for (int more = slots + 1; slots == last && more < _homesBySlots.Length; more++)
            {
                count += HomesWith(more, homes);
            }

            sum += count * found;
        }

        // Equal hashes are equal whatever the width.
        return Math.Min(1, (sum / homes) + Math.ScaleB((double)_count, -MostBits));
    }

    // Slots behind the home slots are neighbours of those before them, but no home.
    private long HomesWith(int slots, ulong homes) => _homesBySlots[slots] - (homes + (ulong)slots <= _end ? 1 : 0);
}
