using System.Collections.Frozen;
using System.Collections.Immutable;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;

namespace SharedBuffers.Tests.Generators;

/// <summary>Every number type, an enum, a char and their nullable forms.</summary>
[SharedStruct]
public partial class Numbers
{
    public bool Flag { get; set; }

    public sbyte I8 { get; set; }

    public byte U8;

    public short I16;

    public ushort U16;

    public int I32;

    public uint U32;

    public long I64;

    public ulong U64;

    public float F32;

    public double F64;

    public char Letter;

    public DayOfWeek Day;

    public bool? FlagOrNull;

    public sbyte? I8OrNull;

    public long? I64OrNull;

    public double? F64OrNull;

    public DayOfWeek? DayOrNull;

    [Slot("другое имя", OmitWhenDefault = true)]
    public int Renamed;

    [SlotIgnore]
    public int Ignored;

    [Slot]
    private int _private = 7;

    public int Private => _private;

    public void SetPrivate(int value) => _private = value;

    /// <summary>What the generated half keeps private, this half can show.</summary>
    public readonly partial struct View
    {
        public int Private => _private;
    }
}

/// <summary>A struct that contains itself through a class.</summary>
[SharedStruct]
public partial record TreeNode(int Value)
{
    public TreeNode? Left { get; init; }

    public TreeNode? Right { get; set; }

    public required Corner Place { get; init; }
}

/// <summary>A small value.</summary>
[SharedStruct(Alignment = 4)]
public partial record struct Corner(float X, float Y);

/// <summary>Text, bytes and collections, in the shapes that members have.</summary>
[SharedStruct]
public partial class Product
{
    public string Sku = "";

    public double? Price;

    public List<int> Sizes = [];

    public HashSet<string> Tags = [];
}

/// <summary>Every collection type that a member can have.</summary>
[SharedStruct]
public sealed partial class Collections
{
    public string? Text { get; set; }

    public byte[]? Bytes { get; set; }

    public int[] Array { get; set; } = [];

    public double[]? NullableArray { get; set; }

    public IReadOnlyList<long> ReadOnlyList { get; init; } = [];

    public IList<string> List { get; set; } = [];

    public IEnumerable<string?> Enumerable { get; set; } = [];

    public ImmutableArray<short> ImmutableArray { get; set; }

    public required List<string> Required { get; set; }

    public IReadOnlySet<int> ReadOnlySet { get; set; } = new HashSet<int>();

    public FrozenSet<string> FrozenSet { get; set; } = FrozenSet<string>.Empty;

    public SortedSet<ulong> SortedSet { get; set; } = [];

    public List<List<float>> Nested { get; set; } = [];

    public List<int?> NullableNumbers { get; set; } = [];

    public List<byte[]> ByteStrings { get; set; } = [];

    public List<bool> Bools { get; set; } = [];
}

/// <summary>An element of a list: it carries a typecode.</summary>
[SharedStruct, TypeCode(0x80)]
public sealed partial class OrderLine
{
    public string? Text { get; set; }

    public int Count { get; set; }

    public OrderLine? Next { get; set; }
}

/// <summary>Collections of structs.</summary>
[SharedStruct, TypeCode(0x81)]
public sealed partial record Order
{
    public uint Number { get; set; }

    public string? Note { get; set; }

    public IReadOnlyList<int> Ids { get; init; } = [];

    public List<string?> Names { get; set; } = [];

    public HashSet<string> Marks { get; set; } = [];

    public List<OrderLine> Lines { get; set; } = [];
}

/// <summary>Bitmaps of one byte, so that wide numbers do not lie at multiples of their size.</summary>
[SharedStruct(Writable = true, Alignment = 2)]
public sealed partial class Unaligned
{
    public long Wide;

    public double Real;

    public short Narrow;

    public bool Flag;
}

/// <summary>Numbers that processes change in place, and a packer with hooks.</summary>
[SharedStruct(Writable = true)]
public sealed partial class Counters
{
    public long Total;

    public int Small;

    public byte Tiny;

    public float Ratio;

    public double? Sum;

    public bool Flag;

    public string Name = "";

    [SlotIgnore]
    public List<string> Events { get; } = [];

    static partial void OnPacking(PackContext context, Counters value) => value.Events.Add($"packing at {context.Buffer.Length}");

    static partial void OnPacked(PackContext context, Counters value, long position, long length) => value.Events.Add($"packed {length} bytes at {position}");
}
