using SharedBuffers.Cli.Columns;
using SharedBuffers.Cli.Input;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Cli.Building;

/// <summary>Says where a key that occurs more than once stands: the builder knows keys by then, and no lines.</summary>
internal static class RepeatedKey
{
    private const string Advice = "--duplicates first or last keeps one of the records";
    private const int CheckEvery = 1 << 12;

    /// <summary>Reads the input once more, up to the second record with the key.</summary>
    /// <param name="duplicate">What the builder found.</param>
    /// <param name="key">Takes the keys out of records.</param>
    /// <param name="columns">The schema.</param>
    /// <param name="reader">The input from its start, or null when it can be read only once: then the message names no line.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static InputException Locate(DuplicateKeyException duplicate, RecordKey key, IReadOnlyList<Column> columns, IRecordReader? reader, CancellationToken cancellation)
    {
        // A long key is cut in the message and equals none; its lines stay unnamed.
        string wanted = duplicate.Key is ['"', .. var quoted, '"'] ? quoted : duplicate.Key;
        var record = new Record(columns);
        long first = 0;
        for (long count = 0; reader is not null && reader.Read(record); count++)
        {
            if (count % CheckEvery == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (key.Describe(record, reader.LineNumber) != wanted)
            {
                continue;
            }

            if (first > 0)
            {
                return new InputException(reader.LineNumber, $"the key {duplicate.Key} is on line {first} already; {Advice}");
            }

            first = reader.LineNumber;
        }

        return new InputException(0, $"the key {duplicate.Key} occurs more than once; {Advice}");
    }
}
