using System.Text;
using System.Text.Json;
using SharedBuffers.Cli.Columns;
using SharedBuffers.Schemas;

namespace SharedBuffers.Cli.Input;

/// <summary>Turns JSON values into cells of a record, checked against the types of the columns.</summary>
internal sealed class JsonValueReader(IReadOnlyList<Column> columns)
{
    /// <summary>Stores the JSON array that is written in a cell of a CSV or TSV file.</summary>
    public void ReadArray(ReadOnlySpan<byte> text, Record record, int column, long line)
    {
        try
        {
            var json = new Utf8JsonReader(text);
            json.Read();
            Read(ref json, record, column, line);
            json.Read();
        }
        catch (JsonException e)
        {
            throw new InputException(line, $"column '{columns[column].Name}': {columns[column].Type} is written as a JSON array; {JsonMessages.Describe(e)}");
        }
        catch (InvalidOperationException e)
        {
            throw new InputException(line, $"column '{columns[column].Name}': {e.Message}");
        }
    }

    /// <summary>Stores the value at which the reader stands.</summary>
    public void Read(ref Utf8JsonReader json, Record record, int column, long line)
    {
        ColumnType type = columns[column].Type;
        if (json.TokenType == JsonTokenType.Null)
        {
            record.SetNull(column);
            return;
        }

        if (type.Shape == ColumnShape.Scalar)
        {
            ReadScalar(ref json, record, column, line, inList: false);
            return;
        }

        if (json.TokenType != JsonTokenType.StartArray)
        {
            throw Mismatch(ref json, column, line);
        }

        record.BeginList(column);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            ReadScalar(ref json, record, column, line, inList: true);
        }
    }

    private void ReadScalar(ref Utf8JsonReader json, Record record, int column, long line, bool inList)
    {
        SlotKind kind = columns[column].Type.Kind;
        switch (kind)
        {
            case SlotKind.Bool when json.TokenType is JsonTokenType.True or JsonTokenType.False:
                Store(record, column, inList, json.TokenType == JsonTokenType.True ? 1 : 0);
                return;
            case SlotKind.String when json.TokenType == JsonTokenType.String:
                int length = json.CopyString(record.Scratch(json.ValueSpan.Length));
                StoreScratch(record, column, inList, length);
                return;
            case SlotKind.Bytes when json.TokenType == JsonTokenType.String:
                StoreScratch(record, column, inList, Base64Text.Decode(json.ValueSpan, record.Scratch(json.ValueSpan.Length), line, columns[column].Name));
                return;
            case SlotKind.Float32 or SlotKind.Float64 when json.TokenType == JsonTokenType.Number:
                if (!NumberText.TryParseFloat(json.ValueSpan, kind, out double number))
                {
                    throw DoesNotFit(ref json, column, line);
                }

                Store(record, column, inList, BitConverter.DoubleToInt64Bits(number));
                return;
            case SlotKind.Float32 or SlotKind.Float64 when json.TokenType == JsonTokenType.String && NumberText.TryParseSpecial(json.ValueSpan, out double special):
                Store(record, column, inList, BitConverter.DoubleToInt64Bits(special));
                return;
            case not (SlotKind.Bool or SlotKind.String or SlotKind.Bytes or SlotKind.Float32 or SlotKind.Float64) when json.TokenType == JsonTokenType.Number:
                if (!NumberText.TryParseInteger(json.ValueSpan, kind, out long integer))
                {
                    throw DoesNotFit(ref json, column, line);
                }

                Store(record, column, inList, integer);
                return;
            default:
                throw Mismatch(ref json, column, line);
        }
    }

    private static void Store(Record record, int column, bool inList, long bits)
    {
        if (inList)
        {
            record.AddInteger(column, bits);
        }
        else
        {
            record.SetInteger(column, bits);
        }
    }

    private static void StoreScratch(Record record, int column, bool inList, int length)
    {
        if (inList)
        {
            record.AddBytesFromScratch(column, length);
        }
        else
        {
            record.SetBytesFromScratch(column, length);
        }
    }

    private InputException Mismatch(ref Utf8JsonReader json, int column, long line) =>
        new(line, $"column '{columns[column].Name}' is {columns[column].Type}, and here stands {JsonMessages.Name(json.TokenType)}");

    private InputException DoesNotFit(ref Utf8JsonReader json, int column, long line) =>
        new(line, $"column '{columns[column].Name}': {Encoding.UTF8.GetString(json.ValueSpan)} does not fit {columns[column].Type}");
}
