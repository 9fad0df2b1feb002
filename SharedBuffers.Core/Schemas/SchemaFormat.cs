namespace SharedBuffers.Schemas;

/// <summary>Constants of the native schema encoding (<c>docs/format/schema.md</c>).</summary>
internal static class SchemaFormat
{
    /// <summary>First two bytes, "Sc".</summary>
    public const ushort Magic = 0x6353;

    /// <summary>Version of the encoding.</summary>
    public const ushort Version = 1;

    /// <summary>Magic, version, total length, number of schemas.</summary>
    public const int HeaderSize = 12;

    /// <summary>Fixed part of one schema: header version, alignment, typecode, slot count, name length, known types, length of user data.</summary>
    public const int SchemaSize = 12;

    /// <summary>Most schemas in one encoding: a schema takes some hundred times its bytes in memory, so their number has a bound of its own.</summary>
    public const int MaxSchemas = 4096;

    /// <summary>The least that a slot can take: kind and name length. Bounds the work that a count can ask for.</summary>
    public const int MinSlotSize = 3;
}
