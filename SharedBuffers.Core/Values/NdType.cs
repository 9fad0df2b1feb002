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

    /// <summary>A field of a record.</summary>
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

    /// <summary>Finds a field of a record by its name.</summary>
    public bool TryGetField(ReadOnlySpan<char> name, out NdType type, out int offset)
    {
        for (int i = 0; i < FieldCount; i++)
        {
            type = GetField(i, out SharedString candidate, out offset);
            if (candidate.Equals(name))
            {
                return true;
            }
        }

        type = default;
        offset = 0;
        return false;
    }

    /// <summary>NumPy's text: <c>&lt;i4</c>, or <c>[('x', '&lt;f4'), ('y', '&lt;f4')]</c>.</summary>
    public override string ToString() => ToDescription().ToString();

    /// <summary>Copies the description out of the file.</summary>
    public NdTypeDescription ToDescription()
    {
        if (!IsRecord)
        {
            return new NdTypeDescription(_scalar);
        }

        var fields = new NdField[FieldCount];
        for (int i = 0; i < fields.Length; i++)
        {
            NdType type = GetField(i, out SharedString name, out _);
            fields[i] = new NdField(name.ToString(), type.ToDescription());
        }

        return new NdTypeDescription(fields);
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
                return ReadRecord(new SharedList<SharedValue>(description.Region, description.PayloadOffset), ref walk, description.PayloadOffset);
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

    private static NdType ReadField(SharedValue field, out SharedString name, ref ValueWalk walk)
    {
        if (field.Kind is not (SharedValueKind.Tuple or SharedValueKind.List))
        {
            ThrowHelper.Corrupt("A field of a record type is not a pair of name and type", field.PayloadOffset);
        }

        var pair = new SharedList<SharedValue>(field.Region, field.PayloadOffset);
        if (pair.LongCount != 2 || pair[0].Kind is not (SharedValueKind.String or SharedValueKind.Bytes))
        {
            ThrowHelper.Corrupt("A field of a record type is not a pair of name and type", field.PayloadOffset);
        }

        name = SharedString.Read(pair[0].Region, pair[0].PayloadOffset);
        return Read(pair[1], ref walk);
    }
}
