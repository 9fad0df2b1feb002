using System.Text;
using System.Text.Json;
using SharedBuffers.Cli.Columns;
using SharedBuffers.Schemas;

namespace SharedBuffers.Cli.Input;

/// <summary>Types of the columns of a JSON lines file, in the order in which the properties first appear. Arrays become lists; a set is never guessed.</summary>
internal sealed class JsonInference
{
    /// <summary>Slots that a schema can have.</summary>
    private const int MaxColumns = 64;

    private readonly List<Guess> _guesses = [];

    public static IReadOnlyList<Column> Infer(Stream stream, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        var inference = new JsonInference();
        using var lines = new LineReader(stream);
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            cancellation.ThrowIfCancellationRequested();
            if (line.TrimStart(" \t"u8).IsEmpty)
            {
                continue;
            }

            try
            {
                inference.Add(line, lines.LineNumber);
            }
            catch (JsonException e)
            {
                throw new InputException(lines.LineNumber, JsonMessages.Describe(e));
            }
            catch (InvalidOperationException e)
            {
                throw new InputException(lines.LineNumber, $"a property name is not valid Unicode: {e.Message}");
            }

            progress?.Invoke(lines.Consumed);
        }

        if (inference._guesses.Count == 0)
        {
            throw new InputException(0, "the input has no record with a property: there is nothing to infer a schema from");
        }

        return [.. inference._guesses.Select(guess => new Column(guess.Name, guess.GetColumnType()))];
    }

    private void Add(ReadOnlySpan<byte> line, long number)
    {
        var json = new Utf8JsonReader(line);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new InputException(number, $"a JSON object is expected, not {JsonMessages.Name(json.TokenType)}");
        }

        int expected = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            int index = Find(ref json, expected, number);
            expected = index + 1;
            json.Read();
            _guesses[index].Add(ref json, number);
        }

        json.Read();
    }

    private int Find(ref Utf8JsonReader json, int expected, long line)
    {
        if (expected < _guesses.Count && json.ValueTextEquals(_guesses[expected].Utf8Name))
        {
            return expected;
        }

        for (int i = 0; i < _guesses.Count; i++)
        {
            if (json.ValueTextEquals(_guesses[i].Utf8Name))
            {
                return i;
            }
        }

        if (_guesses.Count == MaxColumns)
        {
            throw new InputException(line, $"more than {MaxColumns} different properties, and a record has at most {MaxColumns} slots; name the ones you want with --schema");
        }

        string name = json.GetString()!;
        _guesses.Add(new Guess(name, Encoding.UTF8.GetBytes(name)));
        return _guesses.Count - 1;
    }

    private sealed class Guess(string name, byte[] utf8Name)
    {
        private readonly ColumnGuess _values = new();
        private long _scalarLine;
        private long _arrayLine;

        public string Name { get; } = name;

        public byte[] Utf8Name { get; } = utf8Name;

        public void Add(ref Utf8JsonReader json, long line)
        {
            if (json.TokenType == JsonTokenType.Null)
            {
                return;
            }

            if (json.TokenType != JsonTokenType.StartArray)
            {
                _scalarLine = _scalarLine == 0 ? line : _scalarLine;
                AddValue(ref json, line);
                return;
            }

            _arrayLine = _arrayLine == 0 ? line : _arrayLine;
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                AddValue(ref json, line);
                if (json.TokenType is JsonTokenType.True or JsonTokenType.False)
                {
                    throw new InputException(line, $"'{Name}' holds a list of bools; lists hold numbers or strings");
                }
            }
        }

        public ColumnType GetColumnType()
        {
            if (_scalarLine > 0 && _arrayLine > 0)
            {
                throw Conflict("an array", _arrayLine, "a single value", _scalarLine);
            }

            if (!_values.TryGetKind(out SlotKind kind))
            {
                (string first, long firstLine, string second, long secondLine) = _values.DescribeConflict();
                throw Conflict(first, firstLine, second, secondLine);
            }

            return new ColumnType(kind, _arrayLine > 0 ? ColumnShape.List : ColumnShape.Scalar);
        }

        private void AddValue(ref Utf8JsonReader json, long line)
        {
            switch (json.TokenType)
            {
                case JsonTokenType.Number:
                    _values.AddNumber(NumberText.Classify(json.ValueSpan), json.ValueSpan[0] == '-', line);
                    break;
                case JsonTokenType.True or JsonTokenType.False:
                    _values.AddBool(line);
                    break;
                case JsonTokenType.String:
                    _values.AddText(line);
                    break;
                default:
                    throw new InputException(line, $"'{Name}' holds {JsonMessages.Name(json.TokenType)}{(_arrayLine > 0 ? " in an array" : "")}; values are bools, numbers, strings and lists of them");
            }
        }

        private InputException Conflict(string first, long firstLine, string second, long secondLine) =>
            new(Math.Max(firstLine, secondLine), $"'{Name}' is {second} on line {secondLine} and {first} on line {firstLine}; name the types with --schema");
    }
}
