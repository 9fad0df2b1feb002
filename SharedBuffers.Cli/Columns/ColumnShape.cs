namespace SharedBuffers.Cli.Columns;

/// <summary>Whether a column holds one value, a list of values or a set of values.</summary>
internal enum ColumnShape
{
    Scalar,
    List,
    Set,
}
