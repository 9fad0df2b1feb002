namespace SharedBuffers.Cli.Input;

/// <summary>Reads one record after the other from an input.</summary>
internal interface IRecordReader : IDisposable
{
    /// <summary>1-based line on which the current record starts.</summary>
    long LineNumber { get; }

    /// <summary>Bytes of input used so far.</summary>
    long Consumed { get; }

    /// <summary>What the user should know about columns, once the input was read to its end.</summary>
    IEnumerable<string> Warnings { get; }

    /// <summary>Clears the record and fills it with the next one; false at the end.</summary>
    /// <exception cref="InputException">The input is malformed, or a value does not fit its column.</exception>
    bool Read(Record record);
}
