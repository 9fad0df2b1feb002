using SharedBuffers.Diagnostics;

namespace SharedBuffers.Values;

/// <summary>The element type of a stored n-dimensional array: a simple type, or a record of named fields, each with a type of its own.</summary>
/// <remarks>A small readonly struct that refers to the stored description; it allocates nothing. Fields follow one another without padding.</remarks>
public readonly struct NdType
{
    private readonly NdScalarType _scalar;
    private readonly SharedList<SharedValue> _fields;

    private NdType(NdScalarType scalar, SharedList<SharedValue> fields)
    {
        _scalar = scalar;
        _fields = fields;
    }

    /// <summary>Whether elements are records.</summary>
    public bool IsRecord => !_fields.IsNull;

    /// <summary>The simple type. For records, raw bytes of the record's size.</summary>
    public NdScalarType Scalar => _scalar;

    /// <summary>Bytes of an element.</summary>
    public int ItemSize => _scalar.ItemSize;

    /// <summary>Fields of a record; 0 for a simple type.</summary>
    public int FieldCount => _fields.Count;

    /// <summary>A field of a record. O(index).</summary>
    /// <param name="index">Which.</param>
    /// <param name="name">Its name.</param>
    /// <param name="offset">Where it starts in the record, in bytes.</param>
    /// <returns>Its type.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No such field.</exception>
    public NdType GetField(int index, out SharedString name, out int offset)
    {
        if ((uint)index >= (uint)FieldCount)
        {
            ThrowHelper.ArgumentOutOfRange(nameof(index), index, $"The record has {FieldCount} fields.");
        }

        var walk = new ValueWalk(null);
        offset = 0;
        for (int i = 0; ; i++)
        {
            NdType type = ReadField(_fields[i], out name, ref walk);
            if (i == index)
            {
                return type;
            }

            offset += type.ItemSize;
        }
    }

    /// <summary>Finds a field of a record by its name. O(fields).</summary>
    public bool TryGetField(ReadOnlySpan<char> name, out NdType type, out int offset)
    {
        var walk = new ValueWalk(null);
        offset = 0;
        foreach (SharedValue field in _fields)
        {
            type = ReadField(field, out SharedString candidate, ref walk);
            if (candidate.Equals(name))
            {
                return true;
            }

            offset += type.ItemSize;
        }

        type = default;
        offset = 0;
        return false;
    }

    /// <summary>NumPy's text: <c>&lt;i4</c>, or <c>[('x', '&lt;f4'), ('y', '&lt;f4')]</c>.</summary>
    public override string ToString() => ToDescription().ToString();

    /// <summary>Copies the description out of the file. O(fields), those of records inside included.</summary>
    /// <exception cref="CorruptBufferException">A name is not UTF-8, or one of many bytes is shared by more fields than a sound file has.</exception>
    public NdTypeDescription ToDescription()
    {
        if (!IsRecord)
        {
            return new NdTypeDescription(_scalar);
        }

        var walk = new ValueWalk(null);
        return Describe(_fields, ref walk);
    }

    /// <summary>Reads a stored description: a small number, a text, or a list of tuples of a name and a description.</summary>
    internal static NdType Read(SharedValue description)
    {
        var walk = new ValueWalk(null);
        return Read(description, ref walk);
    }

    private static NdType Read(SharedValue description, ref ValueWalk walk)
    {
        switch (description.Kind)
        {
            case SharedValueKind.Integer:
                if (NumericReader.TryRead(description.Region, description.TypeCode, description.PayloadOffset, out long id) && NdScalarType.TryFromId(id, out NdScalarType known))
                {
                    return new NdType(known, default);
                }

                break;
            case SharedValueKind.String or SharedValueKind.Bytes:
                SharedBytes text = SharedBytes.ReadBytes(description.Region, description.PayloadOffset);
                if (!text.IsCompressed && NdScalarType.TryParse(text.AsSpan(), out NdScalarType scalar))
                {
                    return new NdType(scalar, default);
                }

                break;
            case SharedValueKind.List or SharedValueKind.Tuple:
                return ReadRecord(description.AsList(), ref walk, description.PayloadOffset);
        }

        ThrowHelper.Corrupt("The element type of an array is neither a known number, nor a known text, nor a list of fields", description.PayloadOffset);
        return default;
    }

    private static NdType ReadRecord(SharedList<SharedValue> fields, ref ValueWalk walk, long offset)
    {
        walk.Enter(offset);
        long size = 0;
        foreach (SharedValue field in fields)
        {
            walk.Visit(offset);
            size += ReadField(field, out _, ref walk).ItemSize;
            if (size > int.MaxValue)
            {
                ThrowHelper.Corrupt($"A record of {size} bytes or more is larger than any array element can be", offset);
            }
        }

        walk.Leave();
        return new NdType(new NdScalarType('V', (int)size, false), fields);
    }

    private static NdTypeDescription Describe(SharedList<SharedValue> fields, ref ValueWalk walk)
    {
        var copies = new List<NdField>();
        walk.Enter(-1);
        foreach (SharedValue field in fields)
        {
            SharedValue type = ReadPair(field, out SharedString name);
            walk.Copy(name.ByteLength, field.PayloadOffset);
            copies.Add(new NdField(name.ToString(), IsFields(type.Kind) ? Describe(type.AsList(), ref walk) : new NdTypeDescription(Read(type, ref walk)._scalar)));
        }

        walk.Leave();
        return new NdTypeDescription(copies);
    }

    private static NdType ReadField(SharedValue field, out SharedString name, ref ValueWalk walk) => Read(ReadPair(field, out name), ref walk);

    /// <summary>The name of a field, and the description of its type.</summary>
    private static SharedValue ReadPair(SharedValue field, out SharedString name)
    {
        SharedList<SharedValue> pair = IsFields(field.Kind) ? field.AsList() : default;
        if (pair.LongCount != 2 || pair[0].Kind is not (SharedValueKind.String or SharedValueKind.Bytes))
        {
            ThrowHelper.Corrupt("A field of a record type is not a pair of name and type", field.PayloadOffset);
        }

        name = SharedString.Read(pair[0].Region, pair[0].PayloadOffset);
        return pair[1];
    }

    private static bool IsFields(SharedValueKind kind) => kind is SharedValueKind.List or SharedValueKind.Tuple;
}
