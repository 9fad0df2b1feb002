namespace SharedBuffers.Layout;

/// <summary>What the slots of a hash table hold. Stored in <see cref="HashTableHeader"/>; specified in <c>docs/format/hash-table.md</c>.</summary>
internal enum HashTableKind : byte
{
    /// <summary>Unsigned references to keyed records; the key lies where the reference points. Value width 4 or 8.</summary>
    References = 1,

    /// <summary>Lines of ascending mixed 32-bit keys and their values, or values in the order of dense keys.</summary>
    UInt32Keys = 2,

    /// <summary>Lines of ascending mixed 64-bit keys and their values, or values in the order of dense keys.</summary>
    UInt64Keys = 3,

    /// <summary>Byte-string keys inside the slots, long ones in the key heap.</summary>
    InlineKeys = 4,

    /// <summary>Fingerprints of byte-string keys; the keys themselves are not stored.</summary>
    Fingerprints = 5,

    /// <summary>Keys of any type in their canonical encoding, laid out as <see cref="InlineKeys"/>.</summary>
    ObjectKeys = 6,
}
