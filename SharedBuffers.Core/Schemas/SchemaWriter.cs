using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Schemas;

/// <summary>Writes the native schema encoding: schemas numbered in the order of <see cref="SchemaGraph.Walk"/>, references by number.</summary>
internal static class SchemaWriter
{
    public static byte[] Write(Schema root)
    {
        List<Schema> schemas = SchemaGraph.Walk(root);
        CheckTypeCodes(schemas);
        return Encode(schemas);
    }

    /// <summary>The bytes of schemas, whatever their typecodes: also what tells whether two of them are the same.</summary>
    public static byte[] Encode(List<Schema> schemas)
    {
        if (schemas.Count > SchemaFormat.MaxSchemas)
        {
            ThrowHelper.InvalidOperation($"{schemas.Count} schemas are more than a schema file can hold ({SchemaFormat.MaxSchemas}).");
        }

        Dictionary<Schema, int> numbers = new(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < schemas.Count; i++)
        {
            numbers.Add(schemas[i], i);
        }

        var output = new ArrayBufferWriter<byte>(256);
        WriteUInt16(output, SchemaFormat.Magic);
        WriteUInt16(output, SchemaFormat.Version);
        WriteUInt32(output, 0);
        WriteUInt32(output, (uint)schemas.Count);
        foreach (Schema schema in schemas)
        {
            WriteSchema(output, schema, numbers);
        }

        byte[] bytes = output.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), (uint)bytes.Length);
        return bytes;
    }

    private static void WriteSchema(ArrayBufferWriter<byte> output, Schema schema, Dictionary<Schema, int> numbers)
    {
        List<Schema> known = [.. schema.KnownTypes];
        int nameLength = Encoding.UTF8.GetByteCount(schema.Name);
        output.Write([(byte)schema.Version, (byte)schema.Alignment, schema.TypeCode, (byte)schema.Slots.Length]);
        WriteUInt16(output, FitUInt16(nameLength, "bytes in a name"));
        WriteUInt16(output, FitUInt16(known.Count, "known types"));
        WriteUInt32(output, (uint)schema.UserData.Length);
        Encoding.UTF8.GetBytes(schema.Name, output);
        foreach (Slot slot in schema.Declared)
        {
            WriteType(output, slot.Type, numbers, 0);
            WriteUInt16(output, FitUInt16(Encoding.UTF8.GetByteCount(slot.Name), "bytes in a name"));
            Encoding.UTF8.GetBytes(slot.Name, output);
        }

        foreach (Schema type in known)
        {
            WriteUInt16(output, (ushort)numbers[type]);
        }

        output.Write(schema.UserData.Span);
    }

    private static void WriteType(ArrayBufferWriter<byte> output, SlotType? type, Dictionary<Schema, int> numbers, int depth)
    {
        if (depth > SlotType.MaxAnnotationDepth)
        {
            ThrowHelper.InvalidOperation($"Element types nest more than {SlotType.MaxAnnotationDepth} deep.");
        }

        output.Write([(byte)(type?.Kind ?? SlotKind.None)]);
        switch (type?.EncodedKind)
        {
            case SlotKind.Struct:
                WriteUInt16(output, (ushort)numbers[type.NestedSchema!]);
                break;
            case SlotKind.MappedMap:
                WriteType(output, type.KeyType, numbers, depth + 1);
                WriteType(output, type.ElementType, numbers, depth + 1);
                break;
            case SlotKind.MappedList or SlotKind.MappedSet or SlotKind.NdArray:
                WriteType(output, type.ElementType, numbers, depth + 1);
                break;
        }
    }

    private static void CheckTypeCodes(List<Schema> schemas)
    {
        var byCode = new Schema?[256];
        foreach (Schema schema in schemas)
        {
            if (schema.TypeCode != 0)
            {
                if (byCode[schema.TypeCode] is { } other)
                {
                    ThrowHelper.InvalidOperation($"Two schemas of one file have the typecode 0x{schema.TypeCode:x2}: {other} and {schema}.");
                }

                byCode[schema.TypeCode] = schema;
            }
        }
    }

    private static ushort FitUInt16(int value, string what)
    {
        if (value > ushort.MaxValue)
        {
            ThrowHelper.InvalidOperation($"{value} {what} are more than a schema file can hold ({ushort.MaxValue}).");
        }

        return (ushort)value;
    }

    private static void WriteUInt16(ArrayBufferWriter<byte> output, ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(output.GetSpan(sizeof(ushort)), value);
        output.Advance(sizeof(ushort));
    }

    private static void WriteUInt32(ArrayBufferWriter<byte> output, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(sizeof(uint)), value);
        output.Advance(sizeof(uint));
    }
}
