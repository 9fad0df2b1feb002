using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

/// <summary>
/// An open-addressed hash table over mapped bytes, read in place. It knows hashes, tags and slots; it does not know what a key is or how it is hashed.
/// </summary>
/// <remarks>
/// <para>How it differs from the textbook table: the home slot is <c>high64(hash * slots)</c>, so the table is in hash order: it is written front to back, merged
/// front to back, and cut into shards anywhere, and it does not wrap around. A dense array of one tag byte a slot lies beside the slots. A lookup loads 32 tags at
/// the home slot and compares them at once, while the line of the home slot itself is on its way: both addresses come from the hash, so the two misses overlap,
/// and what the tags do not show is not there. The first tag of 0, an empty slot, ends the search.</para>
/// <para>Integer keys are another case: they are their own hashes, so whole lines of them are compared at once and there are no tags; dense ones are
/// no keys at all but places. And where keys are few, of either sort, each has one place. See <c>RawTable.Integers.cs</c>, <c>RawTable.Direct.cs</c>, <c>RawTable.DisplacedIntegers.cs</c> and <c>RawTable.DisplacedKeys.cs</c>.</para>
/// <para>Safety: <see cref="Open"/> checks the header against the length of the view once and keeps its own copy of every number. Each lookup then asks the
/// region once for the area of tags and slots. It looks at no more slots than the longest displacement behind its home, which lie in that area by
/// construction, whatever the mapped bytes are or become.</para>
/// <para>Thread safety: immutable; any number of threads may look up concurrently.</para>
/// </remarks>
internal sealed unsafe partial class RawTable
{
    /// <summary>Greatest displacement that a file may have. Builders re-seed long before; the bound keeps a damaged header from making lookups slow.</summary>
    public const uint MaxDisplacement = 1 << 16;

    private readonly MemoryRegion _region;
    private readonly long _tagsOffset;
    private readonly ulong _slotsStart;
    private readonly ulong _homeCount;
    private readonly ulong _slotCount;
    private readonly uint _longestDisplacement;
    private readonly ulong _stride;
    private readonly ulong _valueOffset;
    private readonly uint _keyCapacity;

    // The longest byte-string keys that the lookups take that are compiled into callers: all of them, and those by tags. 0 is none.
    private readonly uint _longestWords;
    private readonly uint _longestTagged;
    private readonly byte* _area;
    private readonly byte* _slots;
    private readonly uint _reach;
    private readonly XxHash3Seed _seed;
    private readonly IntegerHash _integers;
    private readonly ulong _firstKey;
    private readonly DisplacedPlaces _places;
    private readonly SampledHash _sampledHash;
    private readonly bool _hasSampledKeys;
    private readonly bool _wide;
    private readonly LookupPath _path;
    private readonly ulong _runBit;
    private readonly ulong _fingerprintMask;

    // The same table for who wants all values, where this one is for who wants the first of several: its lookups are that of the other, and a step more. Null wherever a key has one value.
    private readonly RawTable? _all;

    private RawTable(BufferView view, in HashTableHeader header, in TableGeometry geometry, in TableAreas areas, RawTable? all)
    {
        _all = all;
        View = view.Slice(0, (long)areas.Length);
        _region = view.Region;
        _tagsOffset = view.Offset + HashTableHeader.Size;
        _area = _region.GetPointer(_tagsOffset, (long)areas.HeapOffset - HashTableHeader.Size);
        _slotsStart = areas.SlotsOffset - HashTableHeader.Size;
        _slots = _area + _slotsStart;
        _homeCount = header.HomeCount;
        _slotCount = areas.HomeCount;
        _longestDisplacement = header.LongestDisplacement;
        _reach = (uint)((2UL << (int)Math.Min(_longestDisplacement, HashTableHeader.TagGroup - 1)) - 1);
        _stride = (ulong)geometry.SlotStride;
        _valueOffset = (ulong)geometry.ValueOffset;
        _keyCapacity = (uint)geometry.KeyCapacity;
        _fingerprintMask = geometry.Kind == HashTableKind.Fingerprints ? (1UL << (geometry.KeyCapacity - 8)) - 1 : 0;
        _wide = geometry.ValueWidth == 8;
        _path = all is null ? PathOf(geometry) : LookupPath.Other;
        _places = geometry.IsDisplaced ? new DisplacedPlaces(geometry.BucketBits, header.HomeCount) : default;
        _hasSampledKeys = geometry.IsDisplaced && geometry.HasInlineKeys;
        _longestWords = all is null && geometry.HasInlineKeys ? Math.Min(_keyCapacity, KeyWords.MaxLength) : 0;
        _longestTagged = _hasSampledKeys ? 0 : _longestWords;
        _sampledHash = _hasSampledKeys ? new SampledHash(header.Seed, geometry.Words) : default;
        _firstKey = geometry.IsDirect ? header.Seed : 0;
        _seed = new XxHash3Seed(geometry.IsDirect || _hasSampledKeys ? 0 : header.Seed);
        _integers = geometry.IsInteger && !geometry.IsDirect ? new IntegerHash(header.Seed) : default;
        FalsePositiveRate = header.FalsePositiveRate;
        Count = (long)header.EntryCount;
        IsMulti = (header.Flags & HashTableHeader.MultiFlag) != 0;
        ValueCount = IsMulti ? (long)header.ValueCount : Count;
        _runBit = IsMulti ? MultiValue.RunBit(geometry.ValueWidth) : 0;
        Geometry = geometry;
        KeyHeap = view.Slice((long)areas.HeapOffset, (long)header.KeyHeapLength);
        ValueArea = view.Slice((long)areas.ValuesOffset, (long)header.ValueAreaLength);
    }

    /// <summary>The table's bytes, header first, without what may follow it.</summary>
    public BufferView View { get; }

    /// <summary>Occupied slots.</summary>
    public long Count { get; }

    /// <summary>Values of all keys together.</summary>
    public long ValueCount { get; }

    /// <summary>Home and spill slots together: positions for enumeration are below this.</summary>
    public long PositionCount => Count == 0 ? 0 : (long)_slotCount * Geometry.SlotsPerHome;

    /// <summary>Slots, or lines, that a hash can call home.</summary>
    public long HomeCount => (long)_homeCount;

    /// <summary>Seed of XXH3 or of the hash of integers; 0 where keys are hashed by neither.</summary>
    public ulong Seed => _seed.Value;

    /// <summary>The seed, made ready for short keys.</summary>
    public ref readonly XxHash3Seed PreparedSeed => ref _seed;

    /// <summary>Fingerprints: the share of absent keys for which something is found. Otherwise 0.</summary>
    public double FalsePositiveRate { get; }

    /// <summary>Most slots that an entry lies behind its home.</summary>
    public int LongestDisplacement => (int)_longestDisplacement;

    /// <summary>Whether values may stand for runs in <see cref="ValueArea"/>.</summary>
    public bool IsMulti { get; }

    /// <summary>Kind, widths and slot layout.</summary>
    public TableGeometry Geometry { get; }

    /// <summary>Keys too long for a slot.</summary>
    public BufferView KeyHeap { get; }

    /// <summary>Values of keys that have several.</summary>
    public BufferView ValueArea { get; }

    /// <summary>Reads and checks the header. O(1), touches one cache line.</summary>
    /// <exception cref="CorruptBufferException">The bytes are no hash table, or its header promises more than the view holds.</exception>
    public static RawTable Open(BufferView view) => Read(view, null);

    /// <summary>The table for who wants the first of several values: its lookups give values, where those of this one give what stands for all of them.</summary>
    /// <exception cref="CorruptBufferException">The header is no longer what it was.</exception>
    public RawTable ForFirstValues() => IsMulti ? Read(View, this) : this;

    private static RawTable Read(BufferView view, RawTable? all)
    {
        var header = view.Read<HashTableHeader>(0);
        if (header.Magic != HashTableHeader.ExpectedMagic)
        {
            ThrowHelper.Corrupt($"A hash table starts with {HashTableHeader.ExpectedMagic:x8}, here is {header.Magic:x8}", view.Offset);
        }

        if (header.Version != HashTableHeader.CurrentVersion)
        {
            ThrowHelper.Corrupt($"The hash table has version {header.Version}, this library reads {HashTableHeader.CurrentVersion}", view.Offset + 4);
        }

        var geometry = new TableGeometry(header.Kind, header.SlotStride, header.ValueWidth, header.KeyCapacity, header.BucketBits, header.SampledWords);
        if (!geometry.IsValid() || (header.Flags & ~HashTableHeader.MultiFlag) != 0 || !header.HasPossibleValueCount || !header.HasPossibleRate)
        {
            ThrowHelper.Corrupt($"The hash table header describes no slots this library can read: {geometry}, flags {header.Flags}", view.Offset + 6);
        }

        if (header.HomeCount == 0 || header.LongestDisplacement > MaxDisplacement || !HasPossiblePlaces(header, geometry)
            || TableAreas.Of(header, (ulong)view.Length) is not { } areas || header.EntryCount > areas.HomeCount * (ulong)geometry.SlotsPerHome)
        {
            ThrowHelper.Corrupt(
                $"{header.EntryCount} entries, {header.HomeCount} + {header.LongestDisplacement} slots of {header.SlotStride} bytes, {header.KeyHeapLength} bytes of keys and "
                + $"{header.ValueAreaLength} of values make no hash table of {view.Length} bytes", view.Offset + 8);
            return null;
        }

        return new RawTable(view, header, geometry, areas, all);
    }

    private static LookupPath PathOf(in TableGeometry geometry) => geometry switch
    {
        { IsInteger: false } => LookupPath.Other,
        { IsDirect: true } => geometry.ValueWidth == 8 ? LookupPath.WideDirect : LookupPath.NarrowDirect,
        { HasLines: true } => geometry.ValueWidth == 8 ? LookupPath.WideLines : LookupPath.NarrowLines,
        _ => geometry.ValueWidth == 8 ? LookupPath.WideDisplaced : LookupPath.NarrowDisplaced,
    };

    // Two lines are read without a question, so there is one behind the homes. Dense and displaced keys are at home, and no key has two places.
    private static bool HasPossiblePlaces(in HashTableHeader header, in TableGeometry geometry) => geometry switch
    {
        { IsDirect: true, Kind: HashTableKind.UInt32Keys } => header.LongestDisplacement == 0 && header.Seed <= uint.MaxValue && header.HomeCount <= 1UL << 32,
        { IsDirect: true } => header.LongestDisplacement == 0,
        { IsDisplaced: true } => header.LongestDisplacement == 0 && DisplacedPlaces.IsPossibleSlotCount(header.HomeCount),
        { HasLines: true } => header.LongestDisplacement > 0,
        _ => true,
    };

    /// <summary>Throws unless the table is of the kind that the caller reads.</summary>
    public RawTable Expect(HashTableKind kind)
    {
        if (Geometry.Kind != kind)
        {
            ThrowHelper.Corrupt($"A hash table of kind {kind} was expected, this one is of kind {Geometry.Kind}", View.Offset + 6);
        }

        return this;
    }
}
