using System.Globalization;
using System.Runtime.CompilerServices;

namespace SharedBuffers.Verification;

/// <summary>
/// An interpolated string that is composed only if the condition beside it is false: checks run for every slot of a table, messages for none.
/// </summary>
[InterpolatedStringHandler]
internal ref struct ExpectationMessage
{
    private DefaultInterpolatedStringHandler _text;

    public ExpectationMessage(int literalLength, int formattedCount, bool condition, out bool isNeeded)
    {
        isNeeded = !condition;
        if (isNeeded)
        {
            _text = new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture);
        }
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string format) => _text.AppendFormatted(value, format);

    public string ToText() => _text.ToStringAndClear();
}
