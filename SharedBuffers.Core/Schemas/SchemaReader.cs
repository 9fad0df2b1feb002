using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Schemas;

/// <summary>
/// Reads the native schema encoding. Knows that the bytes may be anything: every count is checked against the bytes left, references against the number of schemas,
/// element types against a depth, and what follows from a schema against the rules that its constructor has.
/// </summary>
internal ref struct SchemaReader(ReadOnlySpan<byte> bytes, long offset)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly long _offset = offset;
    private int _position;

    public Schema Read()
    {
        if (ReadUInt16() != SchemaFormat.Magic)
        {
            Fail("the bytes are not a schema");
        }

        int version = ReadUInt16();
        if (version != SchemaFormat.Version)
        {
            Fail($"the schema encoding has version {version}, this library knows {SchemaFormat.Version}");
        }

        uint length = ReadUInt32();
        if (length != _bytes.Length)
        {
            Fail($"the schema says that it has {length} bytes, {_bytes.Length} are there");
        }

        uint count = ReadUInt32();
        if (count is 0 or > SchemaFormat.MaxSchemas || count > (uint)(_bytes.Length - _position) / (SchemaFormat.SchemaSize + SchemaFormat.MinSlotSize))
        {
            Fail($"{count} schemas do not fit in {_bytes.Length} bytes");
        }

        var schemas = new Schema[count];
        var typeCodes = new bool[256];
        for (int i = 0; i < schemas.Length; i++)
        {
            Schema schema = ReadSchema(schemas);
            if (schema.TypeCode != 0 && typeCodes[schema.TypeCode])
            {
                Fail($"two schemas have the typecode 0x{schema.TypeCode:x2}");
            }

            typeCodes[schema.TypeCode] = true;
            schemas[i] = schema;
        }

        if (_position != _bytes.Length)
        {
            Fail($"{_bytes.Length - _position} bytes follow the last schema");
        }

        return schemas[0];
    }

    private Schema ReadSchema(Schema[] schemas)
    {
        ReadOnlySpan<byte> head = Take(4);
        (int version, int alignment, byte typeCode, int slotCount) = (head[0], head[1], head[2], head[3]);
        int nameLength = ReadUInt16();
        int knownCount = ReadUInt16();
        uint userLength = ReadUInt32();
        string name = ReadText(nameLength);
        ImmutableArray<Slot>.Builder slots = ImmutableArray.CreateBuilder<Slot>(slotCount);
        for (int i = 0; i < slotCount; i++)
        {
            SlotType? type = ReadType(schemas, 0);
            if (type is null)
            {
                Fail("a slot has no type");
            }

            slots.Add(new Slot(ReadText(ReadUInt16()), type!));
        }

        if (knownCount > (_bytes.Length - _position) / sizeof(ushort))
        {
            Fail($"{knownCount} known types do not fit in the bytes that are left");
        }

        int[] known = new int[knownCount];
        foreach (ref int number in known.AsSpan())
        {
            number = ReadReference(schemas);
        }

        if (userLength > _bytes.Length - _position)
        {
            Fail($"{userLength} bytes of user data do not fit in the bytes that are left");
        }

        byte[] userData = Take((int)userLength).ToArray();
        ImmutableArray<Slot> declared = slots.MoveToImmutable();
        if (Schema.FindMistake(declared, name, alignment, typeCode, version) is { } mistake)
        {
            Fail(mistake.Message);
        }

        Func<IEnumerable<Schema>>? knownTypes = known.Length == 0 ? null : () => known.Select(number => schemas[number]);
        return new Schema(declared, name, alignment, typeCode, userData, version, knownTypes);
    }

    private SlotType? ReadType(Schema[] schemas, int depth)
    {
        if (depth > SlotType.MaxAnnotationDepth)
        {
            Fail($"element types nest more than {SlotType.MaxAnnotationDepth} deep");
        }

        var kind = (SlotKind)Take(1)[0];
        if (kind == SlotKind.None)
        {
            return null;
        }

        if (!SlotType.IsKnown(kind))
        {
            Fail($"the slot kind {(byte)kind} is unknown");
        }

        if (kind == SlotKind.Struct)
        {
            // The schema may come later in the file: it is looked up when it is needed, after all of them were read.
            int number = ReadReference(schemas);
            return SlotType.Struct(() => schemas[number]);
        }

        SlotType simple = SlotType.Of(kind);
        switch (simple.EncodedKind)
        {
            case SlotKind.MappedMap:
                SlotType? key = ReadType(schemas, depth + 1);
                return SlotType.Annotated(kind, ReadType(schemas, depth + 1), key);
            case SlotKind.MappedList or SlotKind.MappedSet or SlotKind.NdArray:
                return SlotType.Annotated(kind, ReadType(schemas, depth + 1));
            default:
                return simple;
        }
    }

    private int ReadReference(Schema[] schemas)
    {
        int number = ReadUInt16();
        if (number >= schemas.Length)
        {
            Fail($"a reference to schema {number} of {schemas.Length}");
        }

        return number;
    }

    private string ReadText(int length)
    {
        ReadOnlySpan<byte> text = Take(length);
        if (!Utf8.IsValid(text))
        {
            Fail("a name is not valid UTF-8");
        }

        return Encoding.UTF8.GetString(text);
    }

    private ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    private uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _bytes.Length - _position)
        {
            Fail($"{length} bytes are needed, {_bytes.Length - _position} are left");
        }

        ReadOnlySpan<byte> taken = _bytes.Slice(_position, length);
        _position += length;
        return taken;
    }

    private readonly void Fail(string reason) => ThrowHelper.Corrupt($"The schema is damaged: {reason}", _offset + _position);
}
