using System.Globalization;
using SharedBuffers.Cli.Columns;
using SharedBuffers.Cli.Input;
using SharedBuffers.Schemas;

namespace SharedBuffers.Cli.Building;

/// <summary>Takes the key out of a record.</summary>
internal sealed class RecordKey
{
    private readonly Column _column;
    private readonly int _index;
    private readonly byte[] _digits = new byte[32];

    public RecordKey(IReadOnlyList<Column> columns, string name, KeyType? type)
    {
        _index = columns.ToList().FindIndex(column => column.Name == name);
        if (_index < 0)
        {
            throw new UsageException($"--key: there is no column '{name}'; the columns are {string.Join(", ", columns.Select(column => column.Name))}");
        }

        _column = columns[_index];
        Type = type ?? _column.Type switch
        {
            { Shape: not ColumnShape.Scalar } => KeyType.String,
            { Kind: SlotKind.UInt32 } => KeyType.UInt32,
            { Kind: SlotKind.UInt64 } => KeyType.UInt64,
            _ => KeyType.String,
        };
        bool fits = _column.Type.IsInteger || (Type == KeyType.String && _column.Type == new ColumnType(SlotKind.String));
        if (!fits)
        {
            throw new UsageException($"{(type is null ? "--key" : "--key-type")}: keys of type {Type.ToString().ToLowerInvariant()} cannot be made of column '{name}', which is {_column.Type}");
        }
    }

    public KeyType Type { get; }

    /// <summary>The key of a record as UTF-8; integers are written in decimal. The span is good until the next call.</summary>
    public ReadOnlySpan<byte> GetText(Record record, long line)
    {
        CheckPresent(record, line);
        if (!_column.Type.IsInteger)
        {
            return record.GetBytes(_index);
        }

        long value = record.GetInteger(_index);
        int length;
        _ = _column.Type.Kind == SlotKind.UInt64
            ? ((ulong)value).TryFormat(_digits, out length, provider: CultureInfo.InvariantCulture)
            : value.TryFormat(_digits, out length, provider: CultureInfo.InvariantCulture);
        return _digits.AsSpan(0, length);
    }

    /// <summary>The key of a record as a number.</summary>
    public ulong GetNumber(Record record, long line)
    {
        CheckPresent(record, line);
        long value = record.GetInteger(_index);
        bool fits = Type switch
        {
            KeyType.UInt32 => value is >= 0 and <= uint.MaxValue,
            _ => value >= 0 || _column.Type.Kind == SlotKind.UInt64,
        };
        return fits ? (ulong)value : throw new InputException(line, $"the key '{_column.Name}' is {record.Describe(_index)}, which does not fit {Type.ToString().ToLowerInvariant()}");
    }

    private void CheckPresent(Record record, long line)
    {
        if (record.GetState(_index) != CellState.Value)
        {
            throw new InputException(line, $"the key '{_column.Name}' is missing");
        }
    }
}
