using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Packing;

/// <summary>
/// What was packed where, so that a thing packed twice is stored once. It keeps the objects alive: an identity cannot be taken over by another object.
/// </summary>
/// <remarks>
/// <para>Positions are absolute: the position in the buffer plus the <see cref="PackContext.Origin"/> of that time, so one map can serve many images of one file.</para>
/// <para>Memory is bounded by <see cref="Capacity"/>: the oldest entries go first, and what was evicted is merely stored again. Entries are journaled in the order
/// they came, so a failed pack takes its own entries back. Lookups and additions are O(1). Not thread-safe.</para>
/// </remarks>
public sealed class IdentityMap
{
    /// <summary>Entries that a map keeps unless told otherwise.</summary>
    public const int DefaultCapacity = 1 << 20;

    /// <summary>Strings and byte strings shorter than this are one thing when they are equal, even with <see cref="ShareEqualStrings"/> off.</summary>
    public const int ShortLength = 16;

    private readonly Dictionary<IdentityKey, Place> _positions = [];
    private readonly Dictionary<IdentityKey, long> _preloaded = [];
    private readonly Dictionary<(ulong Hash, int Length), long> _contents = [];
    private readonly JournalRing _journal = new();

    /// <summary>Creates an empty map.</summary>
    /// <param name="capacity">Most entries kept.</param>
    public IdentityMap(int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Capacity = capacity;
    }

    /// <summary>Most entries kept; preloaded ones do not count.</summary>
    public int Capacity { get; }

    /// <summary>Entries, preloaded ones included.</summary>
    public int Count => _positions.Count + _preloaded.Count;

    /// <summary>
    /// Whether equal strings and byte strings of any length are one thing (the default: the bytes written do not depend on which strings the caller interned) or only
    /// short ones, as in the 1.x library.
    /// </summary>
    public bool ShareEqualStrings { get; init; } = true;

    /// <summary>
    /// Whether lists, sets and arrays whose images are equal and hold no pointers are stored once, even when they are different objects. Off by default: it hashes
    /// every such image.
    /// </summary>
    public bool ShareEqualContent { get; init; }

    /// <summary>Position in the journal, for <see cref="Rollback"/>.</summary>
    internal long JournalPosition => _journal.End;

    /// <summary>Looks up where something was packed.</summary>
    /// <param name="key">The thing and what it was packed as.</param>
    /// <param name="position">Its absolute position.</param>
    /// <returns>Whether it is known.</returns>
    public bool TryGet(in IdentityKey key, out long position)
    {
        bool known = _positions.TryGetValue(key, out Place place);
        position = place.Position;
        return known || (_preloaded.Count != 0 && _preloaded.TryGetValue(key, out position));
    }

    /// <summary>Records where something was packed. The last record of a key wins.</summary>
    public void Add(in IdentityKey key, long position)
    {
        ref Place slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_positions, key, out bool exists);
        var place = new Place(position, _journal.End);
        _journal.Add(new JournalEntry(key, exists ? slot : Place.None));
        slot = place;
        while (_positions.Count > Capacity || _journal.Count > 2L * Capacity)
        {
            long number = _journal.First;
            JournalEntry oldest = _journal.RemoveFirst();
            if (_positions.TryGetValue(oldest.Key, out Place current) && current.Entry == number)
            {
                _positions.Remove(oldest.Key);
            }
        }
    }

    /// <summary>Adds an entry that <see cref="Clear"/>, eviction and rollback leave alone: what every image of a file may point at.</summary>
    public void Preload(in IdentityKey key, long position) => _preloaded[key] = position;

    /// <summary>Makes everything that the map knows preloaded: <see cref="Clear"/>, eviction and rollback leave it alone from now on.</summary>
    public void Pin()
    {
        foreach ((IdentityKey key, Place place) in _positions)
        {
            _preloaded[key] = place.Position;
        }

        Clear();
    }

    /// <summary>Forgets everything but the preloaded entries.</summary>
    public void Clear()
    {
        _positions.Clear();
        _contents.Clear();
        _journal.Clear();
    }

    /// <summary>Takes back everything that was added since the journal stood at <paramref name="journalPosition"/>.</summary>
    internal void Rollback(long journalPosition)
    {
        if (journalPosition > _journal.End)
        {
            ThrowHelper.InvalidOperation("The identity map was cleared after the mark was taken.");
        }

        while (_journal.End > journalPosition && _journal.Count > 0)
        {
            JournalEntry last = _journal.RemoveLast();
            if (last.Previous.Entry < _journal.First)
            {
                // There was no record before, or it was evicted: the pack that made it may be the one that is taken back.
                _positions.Remove(last.Key);
            }
            else
            {
                _positions[last.Key] = last.Previous;
            }
        }
    }

    /// <summary>Where bytes of a hash and length may lie. The caller compares them: the hash proves nothing, and a rolled back place holds something else by now.</summary>
    internal bool TryGetContent(ulong hash, int length, out long position) => _contents.TryGetValue((hash, length), out position);

    /// <summary>Records where bytes of a hash and length lie.</summary>
    internal void AddContent(ulong hash, int length, long position)
    {
        if (_contents.Count >= Capacity)
        {
            // Contents have no order to evict by; starting over costs some sharing and keeps memory bounded.
            _contents.Clear();
        }

        _contents[(hash, length)] = position;
    }

    /// <summary>Where something lies, and the number of the journal's entry that says so.</summary>
    private readonly record struct Place(long Position, long Entry)
    {
        /// <summary>Before every entry.</summary>
        public static Place None => new(0, -1);
    }

    private readonly record struct JournalEntry(IdentityKey Key, Place Previous);

    /// <summary>A queue that can be shortened at both ends.</summary>
    private sealed class JournalRing
    {
        private JournalEntry[] _entries = new JournalEntry[16];
        private int _first;

        public int Count { get; private set; }

        /// <summary>Entries ever added minus those taken back: grows with additions, whatever eviction does at the front.</summary>
        public long End { get; private set; }

        /// <summary>Number of the oldest entry; <see cref="End"/> is that of the next one.</summary>
        public long First => End - Count;

        public void Add(in JournalEntry entry)
        {
            if (Count == _entries.Length)
            {
                var larger = new JournalEntry[_entries.Length * 2];
                _entries.AsSpan(_first).CopyTo(larger);
                _entries.AsSpan(0, _first).CopyTo(larger.AsSpan(_entries.Length - _first));
                _entries = larger;
                _first = 0;
            }

            _entries[(_first + Count) & (_entries.Length - 1)] = entry;
            Count++;
            End++;
        }

        public JournalEntry RemoveFirst()
        {
            JournalEntry entry = _entries[_first];
            _entries[_first] = default;
            _first = (_first + 1) & (_entries.Length - 1);
            Count--;
            return entry;
        }

        public JournalEntry RemoveLast()
        {
            int index = (_first + Count - 1) & (_entries.Length - 1);
            JournalEntry entry = _entries[index];
            _entries[index] = default;
            Count--;
            End--;
            return entry;
        }

        public void Clear()
        {
            Array.Clear(_entries);
            _first = 0;
            Count = 0;
            End = 0;
        }
    }
}
