namespace SharedBuffers.Schemas;

public sealed partial class SlotType
{
    private static readonly SlotType?[] s_simple = MakeSimple();

    /// <summary>One byte, 0 or 1.</summary>
    public static SlotType Bool => Of(SlotKind.Bool);

    /// <summary>8-bit signed integer.</summary>
    public static SlotType Int8 => Of(SlotKind.Int8);

    /// <summary>8-bit unsigned integer.</summary>
    public static SlotType UInt8 => Of(SlotKind.UInt8);

    /// <summary>16-bit signed integer.</summary>
    public static SlotType Int16 => Of(SlotKind.Int16);

    /// <summary>16-bit unsigned integer.</summary>
    public static SlotType UInt16 => Of(SlotKind.UInt16);

    /// <summary>32-bit signed integer.</summary>
    public static SlotType Int32 => Of(SlotKind.Int32);

    /// <summary>32-bit unsigned integer.</summary>
    public static SlotType UInt32 => Of(SlotKind.UInt32);

    /// <summary>64-bit signed integer.</summary>
    public static SlotType Int64 => Of(SlotKind.Int64);

    /// <summary>64-bit unsigned integer.</summary>
    public static SlotType UInt64 => Of(SlotKind.UInt64);

    /// <summary>IEEE 754 binary32.</summary>
    public static SlotType Float32 => Of(SlotKind.Float32);

    /// <summary>IEEE 754 binary64.</summary>
    public static SlotType Float64 => Of(SlotKind.Float64);

    /// <summary>UTF-8 text.</summary>
    public static SlotType String => Of(SlotKind.String);

    /// <summary>Bytes.</summary>
    public static SlotType Bytes => Of(SlotKind.Bytes);

    /// <summary>Raw bytes, never compressed.</summary>
    public static SlotType Buffer => Of(SlotKind.Buffer);

    /// <summary>A list of anything.</summary>
    public static SlotType List => Of(SlotKind.MappedList);

    /// <summary>A tuple of anything.</summary>
    public static SlotType Tuple => Of(SlotKind.MappedTuple);

    /// <summary>A set of anything.</summary>
    public static SlotType Set => Of(SlotKind.MappedSet);

    /// <summary>A map of anything to anything.</summary>
    public static SlotType Map => Of(SlotKind.MappedMap);

    /// <summary>n-dimensional array.</summary>
    public static SlotType NdArray => Of(SlotKind.NdArray);

    /// <summary>Decimal of any precision.</summary>
    public static SlotType Decimal => Of(SlotKind.Decimal);

    /// <summary>Instant in microseconds.</summary>
    public static SlotType DateTime => Of(SlotKind.DateTime);

    /// <summary>Instant and UTC offset in minutes.</summary>
    public static SlotType DateTimeTz => Of(SlotKind.DateTimeTz);

    /// <summary>Calendar day.</summary>
    public static SlotType Date => Of(SlotKind.Date);

    /// <summary>Any value, stored with its typecode.</summary>
    public static SlotType Object => Of(SlotKind.Object);

    /// <summary>Whether the number is one of the kinds; files are checked with it.</summary>
    internal static bool IsKnown(SlotKind kind) => kind == SlotKind.Struct || ((uint)kind < (uint)s_simple.Length && s_simple[(int)kind] is not null);

    private static SlotType?[] MakeSimple()
    {
        var types = new SlotType?[(int)SlotKind.Object + 1];
        foreach (SlotKind kind in Enum.GetValues<SlotKind>())
        {
            if (kind is not (SlotKind.None or SlotKind.Struct))
            {
                types[(int)kind] = new SlotType(kind);
            }
        }

        return types;
    }

    private static int SizeOf(SlotKind kind) => kind switch
    {
        SlotKind.Bool or SlotKind.Int8 or SlotKind.UInt8 => 1,
        SlotKind.Int16 or SlotKind.UInt16 => 2,
        SlotKind.Int32 or SlotKind.UInt32 or SlotKind.Float32 => 4,
        _ => 8,
    };

    private static SlotKind EncodingOf(SlotKind kind) => kind switch
    {
        SlotKind.Int => SlotKind.Int64,
        SlotKind.Float => SlotKind.Float64,
        SlotKind.ProxiedList or SlotKind.MappedTuple or SlotKind.ProxiedTuple => SlotKind.MappedList,
        SlotKind.ProxiedSet => SlotKind.MappedSet,
        SlotKind.ProxiedMap => SlotKind.MappedMap,
        SlotKind.DateTimeLocal or SlotKind.DateTimeUtc => SlotKind.DateTime,
        SlotKind.DateTimeTzLocal => SlotKind.DateTimeTz,
        _ => kind,
    };
}
