using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>
/// How the slots of a table are laid out: everything that follows from kind, value width and key capacity. Decided at build, checked at open.
/// </summary>
/// <remarks>
/// A slot of references is the reference. Integers lie in lines of 64 bytes, each mixed key beside its value in a word of the same width; where they are few, the same pairs are slots; where they are dense, a slot is the value of the key that stands for its place. A slot of fingerprints is <c>[fingerprint][value]</c>, without the byte of the fingerprint that is the tag. A slot of inline keys is
/// <c>[length u8][key bytes][value]</c>, and a
/// key that is too long for it leaves <see cref="HeapKeyMark"/> and its offset in the key heap. Where keys of either sort are few, they are displaced.
/// </remarks>
/// <param name="Kind">What the slots hold.</param>
/// <param name="SlotStride">Bytes from one slot, or line, to the next.</param>
/// <param name="ValueWidth">4 or 8.</param>
/// <param name="KeyCapacity">Inline keys: longest key in a slot. Fingerprints: their bits.</param>
/// <param name="BucketBits">Displaced keys: bits of the number of a bucket. Otherwise 0.</param>
/// <param name="Words">Displaced keys that are byte strings: the words of a key that are hashed.</param>
internal readonly record struct TableGeometry(HashTableKind Kind, int SlotStride, int ValueWidth, int KeyCapacity, int BucketBits = 0, SampledWords Words = 0)
{
    /// <summary>Longest key that an inline slot can be made for; its length byte must stay below <see cref="HeapKeyMark"/>.</summary>
    public const int MaxKeyCapacity = 240;

    /// <summary>Length byte of an inline slot whose key lies in the key heap.</summary>
    public const byte HeapKeyMark = 255;

    /// <summary>Least key capacity: the slot of a heap key needs room for the 8-byte offset.</summary>
    public const int MinKeyCapacity = 8;

    /// <summary>Share of slots that are filled, in percent: "Fill" in docs/experiments.md.</summary>
    public const int FillPercent = 80;

    /// <summary>The same for the slots of lines: fewer keys leave their line.</summary>
    public const int LineFillPercent = 75;

    /// <summary>Whether keys are integers, which have no tags.</summary>
    public bool IsInteger => Kind is HashTableKind.UInt32Keys or HashTableKind.UInt64Keys;

    /// <summary>Whether keys are byte strings that lie in their slots.</summary>
    public bool HasInlineKeys => Kind is HashTableKind.InlineKeys or HashTableKind.ObjectKeys;

    /// <summary>Whether keys lie in lines.</summary>
    public bool HasLines => IsInteger && SlotStride == HashTableHeader.LineLength;

    /// <summary>Whether the place of a value says what its key is.</summary>
    public bool IsDirect => IsInteger && SlotStride == ValueWidth;

    /// <summary>Whether a key has one place that it can be in.</summary>
    public bool IsDisplaced => BucketBits != 0;

    /// <summary>Entries for which a hash has room at home: those of a line, or one.</summary>
    public int SlotsPerHome => HasLines ? HashTableHeader.LineLength / (2 * ValueWidth) : 1;

    /// <summary>Offset of the value in its slot.</summary>
    public int ValueOffset => SlotStride - ValueWidth;

    /// <summary>Slots that are references.</summary>
    public static TableGeometry References(int width) => new(HashTableKind.References, width, width, 0);

    /// <summary>Lines of mixed 64-bit keys and their values.</summary>
    public static TableGeometry UInt64Keys() => new(HashTableKind.UInt64Keys, HashTableHeader.LineLength, 8, 0);

    /// <summary>Lines of mixed 32-bit keys and their values.</summary>
    public static TableGeometry UInt32Keys(int valueWidth) => new(HashTableKind.UInt32Keys, HashTableHeader.LineLength, valueWidth, 0);

    /// <summary>Mixed integer keys and their values, each at the place that its hash and the displacement of its bucket make.</summary>
    /// <param name="kind">Width of the keys.</param>
    /// <param name="valueWidth">4, or 8: also that of a mixed key.</param>
    /// <param name="bucketBits">Bits of the number of a bucket.</param>
    public static TableGeometry DisplacedIntegers(HashTableKind kind, int valueWidth, int bucketBits) => new(kind, 2 * valueWidth, valueWidth, 0, bucketBits);

    /// <summary>Values of dense keys in the order of the keys.</summary>
    public static TableGeometry Direct(HashTableKind kind, int valueWidth) => new(kind, valueWidth, valueWidth, 0);

    /// <summary>Slots for keys of at least a length, widened until values are aligned.</summary>
    public static TableGeometry InlineKeys(int capacity, int valueWidth)
    {
        int stride = (1 + capacity + valueWidth + (valueWidth - 1)) & -valueWidth;
        int widened = Math.Min(stride - 1 - valueWidth, MaxKeyCapacity);
        return new TableGeometry(HashTableKind.InlineKeys, stride, valueWidth, widened);
    }

    /// <summary>Slots of fingerprints, the first byte of which is the tag.</summary>
    /// <param name="bits">Bits of a fingerprint: 8 to 64, a multiple of 8.</param>
    /// <param name="valueWidth">4 or 8.</param>
    public static TableGeometry Fingerprints(int bits, int valueWidth) => new(HashTableKind.Fingerprints, (bits / 8) - 1 + valueWidth, valueWidth, bits);

    /// <summary>Homes for so many entries at a share of filled slots; at least 1, and 3 lines for no entries: see <see cref="LineWriter"/>.</summary>
    /// <param name="count">Entries.</param>
    /// <param name="fillPercent">The share, or null for what the kind calls for.</param>
    public ulong HomesFor(ulong count, int? fillPercent)
    {
        if (count == 0)
        {
            return IsInteger ? LineWriter.EmptyHomes : 1;
        }

        ulong slotsPerHundredHomes = (ulong)(SlotsPerHome * (fillPercent ?? (IsInteger ? LineFillPercent : FillPercent)));
        return checked((count * 100) + slotsPerHundredHomes - 1) / slotsPerHundredHomes;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind}, stride {SlotStride}, values of {ValueWidth} bytes, keys of up to {KeyCapacity}, buckets of {BucketBits} bits, words {(int)Words}";

    /// <summary>Whether the numbers, which may come from a file, describe a slot that this code can read.</summary>
    public bool IsValid() => ValueWidth is 4 or 8 && (BucketBits == 0 || DisplacedPlaces.IsPossibleBucketWidth(BucketBits)) && Kind switch
    {
        HashTableKind.References => HasSlotsOf(References(ValueWidth)),
        HashTableKind.UInt64Keys => HasSlotsOf(UInt64Keys()) || HasSlotsOf(Direct(Kind, ValueWidth)) || (IsDisplaced && ValueWidth == sizeof(ulong) && HasSlotsOf(DisplacedIntegers(Kind, ValueWidth, BucketBits))),
        HashTableKind.UInt32Keys => HasSlotsOf(UInt32Keys(ValueWidth)) || HasSlotsOf(Direct(Kind, ValueWidth)) || (IsDisplaced && HasSlotsOf(DisplacedIntegers(Kind, ValueWidth, BucketBits))),
        HashTableKind.InlineKeys or HashTableKind.ObjectKeys => KeyCapacity is >= MinKeyCapacity and <= MaxKeyCapacity && (IsDisplaced || Words == 0)
            && HasSlotsOf(InlineKeys(KeyCapacity, ValueWidth) with { BucketBits = BucketBits, Words = Words }),
        HashTableKind.Fingerprints => FingerprintRate.IsPossibleWidth(KeyCapacity) && HasSlotsOf(Fingerprints(KeyCapacity, ValueWidth)),
        _ => false,
    };

    // Not the equality of the record: it asks a comparer for the kind, for which a fresh process compiles eight methods on the way to its first answer.
    private bool HasSlotsOf(TableGeometry other) => SlotStride == other.SlotStride && ValueWidth == other.ValueWidth && KeyCapacity == other.KeyCapacity
        && BucketBits == other.BucketBits && Words == other.Words;
}
