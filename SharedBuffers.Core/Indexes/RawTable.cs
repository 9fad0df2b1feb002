using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

/// <summary>
/// An open-addressed hash table over mapped bytes, read in place. It knows hashes, buckets and slots; it does not know what a key is or how it is hashed.
/// </summary>
/// <remarks>
/// <para>How it differs from the textbook table: a bucket is a whole number of cache lines and holds its slots together with one tag byte each, so the
/// line that tells where a key could be is the line (or the neighbour of the line) that holds it; the home bucket is <c>high64(hash * buckets)</c>, so the
/// table is in hash order: it is written front to back, merged front to back, and cut into shards anywhere. Entries that do not fit their home bucket go to
/// the next one. The limit byte of a bucket says from which tag on that happened, so that nearly every miss ends in its home bucket.</para>
/// <para>Safety: <see cref="Open"/> checks the header against the length of the view once and keeps its own copy of every number. Each lookup then asks the
/// region once for the whole bucket area; <c>home + longest probe</c> is inside it by construction, whatever the mapped bytes are or become.</para>
/// <para>Thread safety: immutable; any number of threads may look up concurrently.</para>
/// </remarks>
internal sealed unsafe partial class RawTable
{
    /// <summary>Probes a file may demand per lookup. Builders re-seed long before; the bound keeps a damaged header from making lookups slow.</summary>
    public const uint MaxProbe = 4096;

    private readonly MemoryRegion _region;
    private readonly long _bucketsOffset;
    private readonly long _bucketsLength;
    private readonly ulong _homeBucketCount;
    private readonly uint _longestProbe;
    private readonly uint _slotMask;
    private readonly uint _bucketSize;
    private readonly uint _limitOffset;
    private readonly bool _wide;

    private RawTable(BufferView view, in HashTableHeader header, in TableGeometry geometry, long bucketsLength)
    {
        View = view;
        _region = view.Region;
        _bucketsOffset = view.Offset + HashTableHeader.Size;
        _bucketsLength = bucketsLength;
        _homeBucketCount = header.HomeBucketCount;
        _longestProbe = header.LongestProbe;
        _slotMask = (1u << geometry.SlotCount) - 1;
        _bucketSize = (uint)geometry.BucketSize;
        _limitOffset = (uint)geometry.LimitOffset;
        _slotsOffset = (uint)geometry.SlotsOffset;
        _slotStride = (uint)geometry.SlotStride;
        _valuesOffset = (uint)geometry.ValuesOffset;
        _keyCapacity = geometry.KeyCapacity;
        _wide = geometry.ValueWidth == 8;
        Seed = header.Seed;
        Count = (long)header.EntryCount;
        IsMulti = (header.Flags & HashTableHeader.MultiFlag) != 0;
        Geometry = geometry;
        BucketCount = (long)(header.HomeBucketCount + header.LongestProbe);
        KeyHeap = view.Slice(HashTableHeader.Size + bucketsLength, (long)header.KeyHeapLength);
        ValueArea = view.Slice(HashTableHeader.Size + bucketsLength + (long)header.KeyHeapLength, (long)header.ValueAreaLength);
    }

    /// <summary>The table's bytes, header first, without what may follow it.</summary>
    public BufferView View { get; }

    /// <summary>Occupied slots.</summary>
    public long Count { get; }

    /// <summary>Home and spill buckets together.</summary>
    public long BucketCount { get; }

    /// <summary>Buckets that a hash can call home.</summary>
    public ulong HomeBucketCount => _homeBucketCount;

    /// <summary>Seed of the key hash.</summary>
    public ulong Seed { get; }

    /// <summary>Most buckets that a lookup visits behind the home bucket.</summary>
    public int LongestProbe => (int)_longestProbe;

    /// <summary>Whether values may stand for runs in <see cref="ValueArea"/>.</summary>
    public bool IsMulti { get; }

    /// <summary>Kind, widths and bucket layout.</summary>
    public TableGeometry Geometry { get; }

    /// <summary>Keys too long for a slot.</summary>
    public BufferView KeyHeap { get; }

    /// <summary>Values of keys that have several.</summary>
    public BufferView ValueArea { get; }

    /// <summary>Reads and checks the header. O(1), touches one cache line.</summary>
    /// <exception cref="CorruptBufferException">The bytes are no hash table, or its header promises more than the view holds.</exception>
    public static RawTable Open(BufferView view)
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

        var geometry = new TableGeometry(header.Kind, header.BucketSize, header.SlotCount, header.ValueWidth, header.KeyCapacity);
        if (!geometry.IsValid() || (header.Flags & ~HashTableHeader.MultiFlag) != 0 || !header.HasZeroReserve)
        {
            ThrowHelper.Corrupt($"The hash table header describes no bucket this library can read: {geometry}, flags {header.Flags}", view.Offset + 6);
        }

        // Each number is compared with what is left of the view before the next is added: nothing here can overflow.
        ulong left = (ulong)view.Length - HashTableHeader.Size;
        ulong bucketRoom = left / header.BucketSize;
        if (header.HomeBucketCount == 0 || header.HomeBucketCount > bucketRoom
            || header.LongestProbe > MaxProbe || header.LongestProbe > bucketRoom - header.HomeBucketCount)
        {
            ThrowHelper.Corrupt($"{header.HomeBucketCount} + {header.LongestProbe} buckets of {header.BucketSize} bytes do not fit the {view.Length} bytes of the hash table", view.Offset + 16);
        }

        ulong buckets = (header.HomeBucketCount + header.LongestProbe) * header.BucketSize;
        left -= buckets;
        if (header.KeyHeapLength > left || header.ValueAreaLength > left - header.KeyHeapLength)
        {
            ThrowHelper.Corrupt($"The key heap of {header.KeyHeapLength} bytes and the value area of {header.ValueAreaLength} leave the hash table", view.Offset + 48);
        }

        if (header.EntryCount > buckets / header.BucketSize * header.SlotCount)
        {
            ThrowHelper.Corrupt($"{header.EntryCount} entries do not fit {header.HomeBucketCount} buckets of {header.SlotCount} slots", view.Offset + 8);
        }

        long length = (long)((ulong)view.Length - left + header.KeyHeapLength + header.ValueAreaLength);
        return new RawTable(view.Slice(0, length), header, geometry, (long)buckets);
    }

    /// <summary>Throws unless the table is of the kind that the caller reads.</summary>
    public RawTable Expect(HashTableKind kind)
    {
        if (Geometry.Kind != kind)
        {
            ThrowHelper.Corrupt($"A hash table of kind {kind} was expected, this one is of kind {Geometry.Kind}", View.Offset + 6);
        }

        return this;
    }

    /// <summary>The bucket area. Throws once the region is disposed.</summary>
    private byte* Buckets
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _region.GetPointer(_bucketsOffset, _bucketsLength);
    }

    /// <summary>Starts loading the home bucket of a hash; nothing waits for it. Used by batches between hashing and comparing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ulong hash)
    {
        // SAFETY: a prefetch reads nothing; the address lies in the bucket area.
        byte* bucket = Buckets + (Math.BigMul(hash, _homeBucketCount, out _) * _bucketSize);
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(bucket);
        }
    }

    /// <summary>Like <see cref="Prefetch"/>, and the second line of the bucket where there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PrefetchPair(ulong hash)
    {
        // SAFETY: a prefetch reads nothing.
        byte* bucket = Buckets + (Math.BigMul(hash, _homeBucketCount, out _) * _bucketSize);
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(bucket);
            Sse.Prefetch0(bucket + Math.Min(_bucketSize - 1, TableGeometry.Line));
        }
    }

    /// <summary>Tag of a hash in its home bucket: the eight bits of the hash that follow those which chose the bucket. 0 marks empty slots, so tags start at 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint TagOf(ulong fraction) => Math.Max((uint)(fraction >> 56), 1);

    /// <summary>One bit for each of the first 16 bytes at <paramref name="bucket"/> that equals the tag. Bits of bytes that are no tags must be masked off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint MatchTags(byte* bucket, uint tag)
    {
        // SAFETY: a bucket has at least 64 bytes.
        return Vector128.IsHardwareAccelerated
            ? Vector128.Equals(Vector128.Load(bucket), Vector128.Create((byte)tag)).ExtractMostSignificantBits()
            : MatchTagsScalar(bucket, tag);
    }

    /// <summary>The same without vectors; the tests hold both against each other.</summary>
    internal static uint MatchTagsScalar(byte* bucket, uint tag)
    {
        uint mask = 0;
        for (int i = 0; i < 16; i++)
        {
            // SAFETY: a bucket has at least 64 bytes.
            mask |= bucket[i] == tag ? 1u << i : 0;
        }

        return mask;
    }
}
