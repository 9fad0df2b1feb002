namespace SharedBuffers.Cli.Columns;

/// <summary>One column of the input and slot of the file.</summary>
internal sealed record Column(string Name, ColumnType Type);
