using SharedBuffers.Schemas;

namespace SharedBuffers.Cli.Input;

/// <summary>
/// What was seen of one column so far, and the type that follows from it. The order of the records makes no difference.
/// </summary>
/// <remarks>
/// Integers become int64, or uint64 when one of them needs it and none is negative; with fractions among them, or when no 64-bit type holds them all, float64.
/// A column without any value becomes string. Kinds that no type covers together are a conflict, which JSON reports and CSV answers with string.
/// </remarks>
internal sealed class ColumnGuess
{
    private long _boolLine;
    private long _numberLine;
    private long _textLine;
    private bool _negative;
    private NumberClass _widest;

    public void AddBool(long line) => _boolLine = _boolLine == 0 ? line : _boolLine;

    public void AddText(long line) => _textLine = _textLine == 0 ? line : _textLine;

    public void AddNumber(NumberClass number, bool negative, long line)
    {
        _numberLine = _numberLine == 0 ? line : _numberLine;
        _negative |= negative;
        _widest = number > _widest ? number : _widest;
    }

    /// <summary>The type, when one covers all that was seen.</summary>
    public bool TryGetKind(out SlotKind kind)
    {
        int kinds = (_boolLine > 0 ? 1 : 0) + (_numberLine > 0 ? 1 : 0) + (_textLine > 0 ? 1 : 0);
        kind = kinds != 1 || _textLine > 0 ? SlotKind.String
            : _boolLine > 0 ? SlotKind.Bool
            : _widest switch
            {
                NumberClass.Int64 => SlotKind.Int64,
                NumberClass.UInt64 when !_negative => SlotKind.UInt64,
                _ => SlotKind.Float64,
            };
        return kinds <= 1;
    }

    /// <summary>The two lines that contradict each other, in the order of the input.</summary>
    public (string First, long FirstLine, string Second, long SecondLine) DescribeConflict()
    {
        (string Name, long Line)[] seen = [.. new[] { ("a bool", _boolLine), ("a number", _numberLine), ("a string", _textLine) }
            .Where(entry => entry.Item2 > 0)
            .OrderBy(entry => entry.Item2)];
        return (seen[0].Name, seen[0].Line, seen[1].Name, seen[1].Line);
    }
}
