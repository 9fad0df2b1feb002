using System.Runtime.InteropServices;

namespace SharedBuffers.Layout;

/// <summary>
/// The first 64 bytes of a hash table; the tags follow at once. Byte map in <c>docs/format/hash-table.md</c>. Little-endian.
/// </summary>
/// <remarks>
/// Offset, width, meaning: 0 u32 magic; 4 u16 version; 6 u8 kind; 7 u8 flags; 8 u64 entries; 16 u64 homes (slots, or lines of integer keys; at least 1); 24 u64 hash seed, or first dense key;
/// 32 u32 longest displacement, also the number of spill slots or lines behind the homes; 36 u16 slot stride; 38 u8 value width (4 or 8); 39 u8 displacement (bits of the number of a bucket, and from bit 6 on the words that are hashed) or 0;
/// 40 u16 key capacity or fingerprint bits; 42 u16 and 44 u32 values of a multi table, upper part first; 48 u64 length of the key heap or f64 false-positive rate of fingerprints; 56 u64 length of the value area.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct HashTableHeader
{
    /// <summary>Bytes of the header; the first tag stands here.</summary>
    public const int Size = 64;

    /// <summary>"SBHT" in memory order.</summary>
    public const uint ExpectedMagic = 0x54484253;

    /// <summary>The version that this code writes and the only one it reads.</summary>
    public const ushort CurrentVersion = 1;

    /// <summary>Flag: a value may be a run in the value area (multi table).</summary>
    public const byte MultiFlag = 1;

    /// <summary>Tags that a lookup loads at once: the tag area is so much longer than the slots, and that part is zero.</summary>
    public const int TagGroup = 32;

    /// <summary>Bytes of a line of integer keys and their values: what a processor loads at once.</summary>
    public const int LineLength = 64;

    private const int SampledWordsShift = 6;
    private const int BucketBitsMask = (1 << SampledWordsShift) - 1;

    /// <summary>Each area starts at a multiple of this, counted from the header.</summary>
    public const int AreaAlignment = 64;

    /// <summary>Always <see cref="ExpectedMagic"/>.</summary>
    [FieldOffset(0)]
    public uint Magic;

    /// <summary>Always <see cref="CurrentVersion"/>.</summary>
    [FieldOffset(4)]
    public ushort Version;

    /// <summary>What the slots hold.</summary>
    [FieldOffset(6)]
    public HashTableKind Kind;

    /// <summary><see cref="MultiFlag"/> or 0.</summary>
    [FieldOffset(7)]
    public byte Flags;

    /// <summary>Occupied slots: distinct keys.</summary>
    [FieldOffset(8)]
    public ulong EntryCount;

    /// <summary>Slots, or lines, that a hash can call home; at least 1.</summary>
    [FieldOffset(16)]
    public ulong HomeCount;

    /// <summary>Seed of the key hash; where the slots of dense keys are their values, the key of the first one.</summary>
    [FieldOffset(24)]
    public ulong Seed;

    /// <summary>Slots, or lines, between the home and the place of the entry that lies farthest; the table has so many behind its homes.</summary>
    [FieldOffset(32)]
    public uint LongestDisplacement;

    /// <summary>Bytes from one slot, or line, to the next.</summary>
    [FieldOffset(36)]
    public ushort SlotStride;

    /// <summary>Bytes of a value or reference: 4 or 8.</summary>
    [FieldOffset(38)]
    public byte ValueWidth;

    [FieldOffset(39)]
    private byte _displacement;

    /// <summary>Inline keys: longest key in a slot. Fingerprints: their width in bits. Otherwise 0.</summary>
    [FieldOffset(40)]
    public ushort KeyCapacity;

    /// <summary>Upper part of <see cref="ValueCount"/>.</summary>
    [FieldOffset(42)]
    private ushort _valueCountHigh;

    /// <summary>Lower part of <see cref="ValueCount"/>.</summary>
    [FieldOffset(44)]
    private uint _valueCountLow;

    /// <summary><see cref="KeyHeapLength"/>, or the bits of <see cref="FalsePositiveRate"/>.</summary>
    [FieldOffset(48)]
    private ulong _keyHeapLengthOrRate;

    /// <summary>Bytes of the value area behind the key heap.</summary>
    [FieldOffset(56)]
    public ulong ValueAreaLength;

    /// <summary>Multi tables: values of all keys together, below 2^48. Otherwise 0.</summary>
    public ulong ValueCount
    {
        readonly get => ((ulong)_valueCountHigh << 32) | _valueCountLow;
        set => (_valueCountHigh, _valueCountLow) = ((ushort)(value >> 32), (uint)value);
    }

    /// <summary>Displaced keys: bits of the number of a bucket. Otherwise 0.</summary>
    public int BucketBits
    {
        readonly get => _displacement & BucketBitsMask;
        set => _displacement = (byte)((_displacement & ~BucketBitsMask) | value);
    }

    /// <summary>Displaced keys that are byte strings: the words of a key that are hashed. Otherwise 0.</summary>
    public SampledWords SampledWords
    {
        readonly get => (SampledWords)(_displacement >> SampledWordsShift);
        set => _displacement = (byte)((_displacement & BucketBitsMask) | ((int)value << SampledWordsShift));
    }

    /// <summary>Bytes of the key heap behind the slots, a multiple of 8. Tables of fingerprints have none.</summary>
    public ulong KeyHeapLength
    {
        readonly get => Kind == HashTableKind.Fingerprints ? 0 : _keyHeapLengthOrRate;
        set => _keyHeapLengthOrRate = value;
    }

    /// <summary>Fingerprints: the share of absent keys for which something is found, 0 to 1. Otherwise 0.</summary>
    public double FalsePositiveRate
    {
        readonly get => Kind == HashTableKind.Fingerprints ? BitConverter.UInt64BitsToDouble(_keyHeapLengthOrRate) : 0;
        set => _keyHeapLengthOrRate = BitConverter.DoubleToUInt64Bits(value);
    }

    /// <summary>Whether the false-positive rate is one.</summary>
    public readonly bool HasPossibleRate => FalsePositiveRate is >= 0 and <= 1;

    /// <summary>Whether the number of values can be true: every key has one, and all but one of each key lie in the value area.</summary>
    public readonly bool HasPossibleValueCount => (Flags & MultiFlag) == 0
        ? ValueCount == 0
        : ValueCount >= EntryCount && ValueCount - EntryCount <= ValueAreaLength / Math.Max(ValueWidth, (byte)1);

    /// <summary>Whether a displacement for each bucket lies before the slots.</summary>
    public readonly bool IsDisplaced => BucketBits != 0;

    /// <summary>Whether a tag for each slot lies before the slots; integer and displaced keys need none.</summary>
    public readonly bool HasTags => !IsDisplaced && Kind is not (HashTableKind.UInt32Keys or HashTableKind.UInt64Keys);

    /// <summary>Bytes between the header and the slots, but for what aligns these.</summary>
    /// <param name="slots">Slots of the whole table.</param>
    public readonly ulong LeadLength(ulong slots) => HasTags ? slots + TagGroup : IsDisplaced ? (ulong)sizeof(ushort) << BucketBits : 0;
}
