using SharedBuffers.Hashing;

namespace SharedBuffers.Tests.Indexes;

/// <summary>
/// What a table of fingerprints has to answer, worked out with lists: places as the format page has them, then every slot from home on compared. It shares nothing with the
/// library but the hash and what the page says.
/// </summary>
internal sealed class FingerprintModel
{
    private readonly (ulong Mixed, List<ulong> Values)?[] _slots;
    private readonly ulong _homes;
    private readonly int _longest;
    private readonly int _bits;

    public FingerprintModel(IEnumerable<(ulong Hash, ulong Value)> pairs, int bits, ulong seed)
    {
        _bits = bits;
        Seed = seed;
        (ulong Mixed, List<ulong> Values)[] entries =
            [.. pairs.GroupBy(p => p.Hash, p => p.Value).Select(g => (XxHash3.Hash64(g.Key, seed), g.ToList())).OrderBy(e => e.Item1)];
        Count = entries.Length;
        _homes = Math.Max(1, ((ulong)Count * 100 + 79) / 80);
        _slots = new (ulong, List<ulong>)?[(int)_homes + Count];
        int next = 0;
        foreach ((ulong mixed, List<ulong> values) in entries)
        {
            int home = HomeOf(mixed);
            next = Math.Max(next, home);
            _longest = Math.Max(_longest, next - home);
            _slots[next++] = (mixed, values);
        }
    }

    public int Count { get; }

    public ulong Seed { get; }

    /// <summary>The share of random hashes for which something is found, tag by tag and home by home.</summary>
    public double Rate => (Enumerable.Range(0, (int)_homes).Sum(home => ChanceOfAny(Reach(home).Count())) / _homes) + (Count / Math.Pow(2, 64));

    /// <summary>The values that a search for a hash has to give, in order.</summary>
    public IEnumerable<ulong> Find(ulong hash)
    {
        ulong mixed = XxHash3.Hash64(hash, Seed);
        return Reach(HomeOf(mixed)).Where(e => FingerprintOf(e.Mixed) == FingerprintOf(mixed)).SelectMany(e => e.Values);
    }

    /// <summary>Fingerprints in hash order.</summary>
    public IEnumerable<ulong> Fingerprints => _slots.Where(s => s is not null).Select(s => FingerprintOf(s!.Value.Mixed));

    // Of slots that match independently: p k - p^2 k (k - 1) / 2 where 1 - (1 - p)^k would lose what a small p has.
    private double ChanceOfAny(int slots)
    {
        double chance = 258.0 / 65536 / Math.Pow(2, _bits - 8);
        return chance < 1e-6 ? (chance * slots) - (chance * chance * slots * (slots - 1) / 2) : 1 - Math.Pow(1 - chance, slots);
    }

    private IEnumerable<(ulong Mixed, List<ulong> Values)> Reach(int home) => _slots.Skip(home).Take(_longest + 1).TakeWhile(s => s is not null).Select(s => s!.Value);

    private int HomeOf(ulong mixed) => (int)Math.BigMul(mixed, _homes, out _);

    private ulong FingerprintOf(ulong mixed)
    {
        ulong kept = _bits == 64 ? mixed : mixed & ((1UL << _bits) - 1);
        return (kept & 0xFF) == 0 ? kept | 1 : kept;
    }
}
