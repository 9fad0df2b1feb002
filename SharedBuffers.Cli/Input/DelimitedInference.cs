using System.Text;
using SharedBuffers.Cli.Columns;
using SharedBuffers.Schemas;

namespace SharedBuffers.Cli.Input;

/// <summary>Types of the columns of a CSV or TSV file: what every cell of a column could be read as, and otherwise string.</summary>
internal static class DelimitedInference
{
    public static IReadOnlyList<Column> Infer(Stream stream, InputFormat format, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        using DelimitedReader reader = DelimitedRecordReader.Open(stream, format);
        string[] header = DelimitedRecordReader.ReadHeader(reader);
        ColumnGuess[] guesses = [.. header.Select(_ => new ColumnGuess())];
        while (reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            DelimitedRecordReader.CheckFieldCount(reader, header.Length);
            for (int i = 0; i < guesses.Length; i++)
            {
                Add(guesses[i], reader.GetField(i), reader.LineNumber);
            }

            progress?.Invoke(reader.Consumed);
        }

        return [.. header.Zip(guesses, (name, guess) => new Column(name, new ColumnType(guess.TryGetKind(out SlotKind kind) ? kind : SlotKind.String)))];
    }

    private static void Add(ColumnGuess guess, ReadOnlySpan<byte> cell, long line)
    {
        if (cell.IsEmpty)
        {
            return;
        }

        if (NumberText.Classify(cell) is var number and not NumberClass.None)
        {
            guess.AddNumber(number, cell[0] == '-', line);
        }
        else if (Ascii.EqualsIgnoreCase(cell, "true"u8) || Ascii.EqualsIgnoreCase(cell, "false"u8))
        {
            guess.AddBool(line);
        }
        else
        {
            guess.AddText(line);
        }
    }
}
