namespace SharedBuffers.Cli.Input;

/// <summary>Whether a record has a value in a column.</summary>
internal enum CellState : byte
{
    /// <summary>The input does not mention the column.</summary>
    Unset,

    /// <summary>The input says null.</summary>
    Null,

    Value,
}
