using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SharedBuffers.Cli.Columns;
using SharedBuffers.Cli.Input;
using SharedBuffers.Schemas;

namespace SharedBuffers.Cli.Building;

/// <summary>Takes the key out of a record: the value of a column, or a tuple of those of several.</summary>
internal sealed class RecordKey
{
    /// <summary>Characters of a key that messages show.</summary>
    private const int MaxShown = 200;

    private readonly int[] _indexes;
    private readonly Column[] _columns;
    private readonly byte[] _digits = new byte[32];

    public RecordKey(IReadOnlyList<Column> columns, string names, KeyType? type)
    {
        // A name may have commas.
        _indexes = columns.Any(column => column.Name == names) ? [Find(columns, names)] : [.. names.Split(',').Select(name => Find(columns, name))];
        _columns = [.. _indexes.Select(index => columns[index])];
        if (_indexes.Length > 1 && type is not (null or KeyType.Object))
        {
            throw new UsageException($"--key-type: several columns make a tuple, which is of type object, not {type.ToString()!.ToLowerInvariant()}");
        }

        Type = type ?? (_indexes.Length > 1 ? KeyType.Object : _columns[0].Type switch
        {
            { Shape: not ColumnShape.Scalar } => KeyType.String,
            { Kind: SlotKind.UInt32 } => KeyType.UInt32,
            { Kind: SlotKind.UInt64 } => KeyType.UInt64,
            _ => KeyType.String,
        });
        foreach (Column column in _columns.Where(column => !Fits(column)))
        {
            throw new UsageException($"{(type is null ? "--key" : "--key-type")}: keys of type {Type.ToString().ToLowerInvariant()} cannot be made of column '{column.Name}', which is {column.Type}");
        }
    }

    public KeyType Type { get; }

    private int Index => _indexes[0];

    private Column Column => _columns[0];

    /// <summary>The key of a record as UTF-8; integers are written in decimal. The span is good until the next call.</summary>
    public ReadOnlySpan<byte> GetText(Record record, long line)
    {
        CheckPresent(record, line);
        if (!Column.Type.IsInteger)
        {
            return record.GetBytes(Index);
        }

        long value = record.GetInteger(Index);
        int length;
        _ = Column.Type.Kind == SlotKind.UInt64
            ? ((ulong)value).TryFormat(_digits, out length, provider: CultureInfo.InvariantCulture)
            : value.TryFormat(_digits, out length, provider: CultureInfo.InvariantCulture);
        return _digits.AsSpan(0, length);
    }

    /// <summary>The key of a record as a number.</summary>
    public ulong GetNumber(Record record, long line)
    {
        CheckPresent(record, line);
        long value = record.GetInteger(Index);
        bool fits = Type switch
        {
            KeyType.UInt32 => value is >= 0 and <= uint.MaxValue,
            _ => value >= 0 || Column.Type.Kind == SlotKind.UInt64,
        };
        return fits ? (ulong)value : throw new InputException(line, $"the key '{Column.Name}' is {record.Describe(Index)}, which does not fit {Type.ToString().ToLowerInvariant()}");
    }

    /// <summary>The key of a record as an object: what is missing in it is null.</summary>
    public object GetObject(Record record)
    {
        if (_indexes.Length == 1)
        {
            return GetPart(record, 0) ?? DBNull.Value;
        }

        var parts = new object?[_indexes.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = GetPart(record, i);
        }

        return ImmutableArray.Create(parts);
    }

    /// <summary>The key of a record as the messages of builders show it, without quotes around text that is the whole key.</summary>
    public string Describe(Record record, long line)
    {
        if (Type != KeyType.Object)
        {
            return Encoding.UTF8.GetString(GetText(record, line));
        }

        string text = _indexes.Length == 1 ? Describe(GetPart(record, 0)).Trim('"') : $"({string.Join(", ", _indexes.Select((_, i) => Describe(GetPart(record, i))))})";
        return text.Length <= MaxShown ? text : $"{text.AsSpan(0, MaxShown)}…";
    }

    private static string Describe(object? part) => part switch
    {
        null => "null",
        string text => $"\"{text}\"",
        byte[] bytes => $"0x{Convert.ToHexString(bytes)}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => part.ToString()!,
    };

    private static int Find(IReadOnlyList<Column> columns, string name)
    {
        int index = columns.ToList().FindIndex(column => column.Name == name);
        return index >= 0 ? index : throw new UsageException($"--key: there is no column '{name}'; the columns are {string.Join(", ", columns.Select(column => column.Name))}");
    }

    private bool Fits(Column column) => Type switch
    {
        KeyType.Object => column.Type.Shape == ColumnShape.Scalar,
        KeyType.String => column.Type.IsInteger || column.Type == new ColumnType(SlotKind.String),
        _ => column.Type.IsInteger,
    };

    private object? GetPart(Record record, int part)
    {
        int index = _indexes[part];
        return record.GetState(index) != CellState.Value ? null : _columns[part].Type.Kind switch
        {
            SlotKind.String => Encoding.UTF8.GetString(record.GetBytes(index)),
            SlotKind.Bytes => record.GetBytes(index).ToArray(),
            SlotKind.Float32 => (double)(float)record.GetFloat(index),
            SlotKind.Float64 => record.GetFloat(index),
            SlotKind.UInt64 => (ulong)record.GetInteger(index),
            _ => record.GetInteger(index),
        };
    }

    private void CheckPresent(Record record, long line)
    {
        if (record.GetState(Index) != CellState.Value)
        {
            throw new InputException(line, $"the key '{Column.Name}' is missing");
        }
    }
}
