using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;

namespace SharedBuffers.Verification;

/// <summary>
/// Walks every value that a record can reach and checks it against the encoding (<c>docs/format/values.md</c>, <c>docs/format/objects.md</c>): bounds,
/// counts, pointers,
/// typecodes, UTF-8, LZ4, order of sets and maps. A reader of its own: an error in the views must not certify itself.
/// </summary>
/// <remarks>
/// <para>Damage is a <see cref="CorruptBufferException"/> whose offset counts from the start of the file; the caller turns it into a finding and goes on
/// with the next record.</para>
/// <para>Costs are bounded whatever the bytes are: recursion by <see cref="Limits.MaxDepth"/>, repeated work by a memory of the containers already seen,
/// everything together by <see cref="NodeBudget"/>.</para>
/// </remarks>
internal sealed partial class ValueVerifier
{
    /// <summary>How many containers are remembered before the memory starts anew: 32 MiB.</summary>
    private const int MaxRemembered = 1 << 20;

    /// <summary>Pointer that stands for null.</summary>
    private const long NullPointer = 1;

    /// <summary>Bytes between the typecode of a value and its payload, numbers excepted.</summary>
    private const int TaggedHeaderLength = 8;

    private readonly BufferView _area;
    private readonly Schema _root;
    private readonly Dictionary<Schema, int> _roles = new(ReferenceEqualityComparer.Instance);
    private readonly Schema?[] _byTypeCode = new Schema?[256];
    private readonly HashSet<(long Offset, int Role)> _seen = [];
    private byte[] _scratch = [];

    /// <summary>Prepares the walk.</summary>
    /// <param name="area">The records and their values: no pointer may leave it.</param>
    /// <param name="schema">Schema of the records.</param>
    /// <param name="nodeBudget">Values to look at before the walk gives up.</param>
    public ValueVerifier(BufferView area, Schema schema, long nodeBudget)
    {
        _area = area;
        _root = schema;
        NodeBudget = nodeBudget;
        foreach (Schema reachable in SchemaGraph.Walk(schema))
        {
            _roles.Add(reachable, (int)SlotKind.Struct + _roles.Count);
            if (reachable.TypeCode != 0)
            {
                _byTypeCode[reachable.TypeCode] = reachable;
            }
        }
    }

    /// <summary>Values that may still be looked at; 0 means that the walk is incomplete.</summary>
    public long NodeBudget { get; private set; }

    /// <summary>Values looked at.</summary>
    public long NodeCount { get; private set; }

    /// <summary>Checks a record and all it can reach.</summary>
    /// <param name="offset">Where the record starts in the area.</param>
    /// <exception cref="CorruptBufferException">The first damage found.</exception>
    public void VerifyRecord(long offset) => VerifyObject(offset, _root, depth: 0);

    /// <summary>Checks what a slot of a type could point to.</summary>
    /// <param name="type">A type that is not stored in the object itself.</param>
    /// <param name="offset">Where the value starts in the area.</param>
    /// <exception cref="CorruptBufferException">The first damage found.</exception>
    public void VerifyValue(SlotType type, long offset) => VerifyPayload(type, offset, depth: 0);

    /// <summary>An object: bitmaps, the values in it, and what its pointers lead to.</summary>
    private void VerifyObject(long offset, Schema schema, int depth)
    {
        if (!Enter(offset, _roles[schema], depth))
        {
            return;
        }

        Require(offset, schema.HeaderSize, "the header of an object");
        ulong has = ReadBitmap(offset, schema.BitmapWidth);
        ulong none = ReadBitmap(offset + schema.BitmapWidth, schema.BitmapWidth);
        if ((has & ~schema.AllSlots) != 0 || (none & ~has) != 0)
        {
            Fail($"the bitmaps {has:x} and {none:x} of an object do not fit the {schema.Slots.Length} slots of {schema.DisplayName}", offset);
        }

        ulong present = has & ~none;
        Require(offset, schema.HeaderSize + schema.SizeOfSlots(present), "the slots of an object");
        for (int i = 0; i < schema.Slots.Length; i++)
        {
            if ((present >> i & 1) == 0)
            {
                continue;
            }

            SlotType type = schema.Slots[i].Type;
            long position = offset + schema.GetOffset(i, present);
            if (type.Kind == SlotKind.Bool)
            {
                VerifyBool(position);
            }
            else if (!type.IsFixed)
            {
                VerifyPayload(type, Resolve(offset, _area.Read<long>(position), position), depth + 1);
            }
        }
    }

    /// <summary>What a pointer of a typed slot leads to: a payload without typecode.</summary>
    private void VerifyPayload(SlotType type, long offset, int depth)
    {
        switch (type.EncodedKind)
        {
            case SlotKind.String:
                VerifyBytes(offset, isText: true);
                break;
            case SlotKind.Bytes:
                VerifyBytes(offset, isText: false);
                break;
            case SlotKind.Buffer:
                VerifyBuffer(offset);
                break;
            case SlotKind.MappedList:
                VerifySequence(offset, type.ElementType, depth);
                break;
            case SlotKind.MappedSet:
                VerifySet(offset, type.ElementType, depth);
                break;
            case SlotKind.MappedMap:
                VerifyMap(offset, type, depth);
                break;
            case SlotKind.NdArray:
                VerifyNdArray(offset, depth);
                break;
            case SlotKind.Decimal:
                VerifyDecimal(offset);
                break;
            case SlotKind.DateTime:
                VerifyInstant(offset);
                break;
            case SlotKind.DateTimeTz:
                VerifyInstant(offset);
                Require(offset + sizeof(long), sizeof(short), "a UTC offset");
                break;
            case SlotKind.Date:
                Require(offset, sizeof(long), "a date");
                break;
            case SlotKind.Object:
                VerifyTagged(offset, depth);
                break;
            case SlotKind.Struct:
                VerifyObject(offset, type.NestedSchema!, depth);
                break;
            default:
                Fail($"a slot of kind {type.Kind} has no payload", offset);
                break;
        }
    }

    /// <summary>A value that says its own type.</summary>
    private void VerifyTagged(long offset, int depth)
    {
        Require(offset, 1, "a typecode");
        byte code = _area.Read<byte>(offset);
        int size = NumberSize(code);
        if (size > 0)
        {
            Count(offset);
            Require(offset + 1, size, "a number");
            if (code == (byte)ValueTypeCode.Bool)
            {
                VerifyBool(offset + 1);
            }

            return;
        }

        Require(offset, TaggedHeaderLength, "the header of a value");
        long payload = offset + TaggedHeaderLength;
        if (KindOf((ValueTypeCode)code) is { } kind)
        {
            VerifyPayload(kind, payload, depth);
        }
        else if (_byTypeCode[code] is { } schema)
        {
            VerifyObject(payload, schema, depth);
        }
        else
        {
            Fail($"the typecode 0x{code:x2} is neither of the format nor of a schema of this file", offset);
        }
    }

    /// <summary>A value that says its own type, where the schema says of which type it should be.</summary>
    private void VerifyTagged(long offset, SlotType? expected, int depth)
    {
        VerifyTagged(offset, depth);
        byte code = _area.Read<byte>(offset);
        if (expected is not null && !IsExpected(expected, code))
        {
            Fail($"a value of type 0x{code:x2} stands where the schema has {expected}", offset);
        }
    }

    /// <summary>Whether a stored type may stand for a declared one. Numbers are stored in whatever width suits them.</summary>
    private static bool IsExpected(SlotType expected, byte code) => expected.EncodedKind switch
    {
        SlotKind.Object or SlotKind.Struct => true,
        SlotKind.DateTimeTz => code == (byte)ValueTypeCode.DateTime,
        _ when expected.IsFixed => NumberSize(code) > 0,
        _ => KindOf((ValueTypeCode)code) is { } found && found.EncodedKind == expected.EncodedKind,
    };

    private static SlotType? KindOf(ValueTypeCode code) => code switch
    {
        ValueTypeCode.String => SlotType.String,
        ValueTypeCode.Bytes => SlotType.Bytes,
        ValueTypeCode.Buffer => SlotType.Buffer,
        ValueTypeCode.MappedList or ValueTypeCode.ProxiedList or ValueTypeCode.MappedTuple or ValueTypeCode.ProxiedTuple => SlotType.List,
        ValueTypeCode.MappedSet or ValueTypeCode.ProxiedSet => SlotType.Set,
        ValueTypeCode.MappedMap or ValueTypeCode.ProxiedMap => SlotType.Map,
        ValueTypeCode.NdArray => SlotType.NdArray,
        ValueTypeCode.Decimal => SlotType.Decimal,
        ValueTypeCode.DateTime => SlotType.DateTime,
        ValueTypeCode.Date => SlotType.Date,
        _ => null,
    };

    /// <summary>Bytes of a number of a typecode, 0 for every other type.</summary>
    private static int NumberSize(byte code) => (ValueTypeCode)code switch
    {
        ValueTypeCode.UInt8 or ValueTypeCode.Int8 or ValueTypeCode.Bool => 1,
        ValueTypeCode.UInt16 or ValueTypeCode.Int16 => 2,
        ValueTypeCode.UInt32 or ValueTypeCode.Int32 or ValueTypeCode.Float32 => 4,
        ValueTypeCode.UInt64 or ValueTypeCode.Int64 or ValueTypeCode.Float64 => 8,
        _ => 0,
    };

    private ulong ReadBitmap(long offset, int width) => width switch
    {
        1 => _area.Read<byte>(offset),
        2 => _area.Read<ushort>(offset),
        4 => _area.Read<uint>(offset),
        _ => _area.Read<ulong>(offset),
    };

    /// <summary>Where a pointer leads, relative to a base that is inside the area.</summary>
    private long Resolve(long start, long pointer, long position)
    {
        // Checked as a difference: neither hostile pointer can overflow.
        if (pointer < -start || pointer >= _area.Length - start)
        {
            Fail($"the pointer {pointer} leads out of the {_area.Length} bytes of records", position);
        }

        return start + pointer;
    }

    /// <summary>Throws unless so many bytes are there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Require(long offset, long length, string what)
    {
        if (offset < 0 || length < 0 || offset > _area.Length - length)
        {
            FailBounds(offset, length, what);
        }
    }

    /// <summary>Counts a container and says whether to look into it: not when it was seen before in the same role.</summary>
    private bool Enter(long offset, int role, int depth)
    {
        if (depth > Limits.MaxDepth)
        {
            Fail($"values nest more than {Limits.MaxDepth} deep", offset);
        }

        Count(offset);
        if (_seen.Count >= MaxRemembered)
        {
            _seen.Clear();
        }

        return _seen.Add((offset, role));
    }

    private void Count(long offset)
    {
        if (NodeBudget == 0)
        {
            Fail("more values than the check looks at: this record and those behind it are not checked", offset);
        }

        NodeBudget--;
        NodeCount++;
    }

    private void FailBounds(long offset, long length, string what) =>
        Fail($"{what} ({length} bytes) leaves the {_area.Length} bytes of records", offset);

    private void Fail(string message, long offset) => ThrowHelper.Corrupt(message, _area.Offset + offset);
}
