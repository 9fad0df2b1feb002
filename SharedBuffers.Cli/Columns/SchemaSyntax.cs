using System.Text;

namespace SharedBuffers.Cli.Columns;

/// <summary>
/// The text form of a schema, <c>name:type,name:type</c>. Names with a comma, a colon, a quote or a space at an end stand in double quotes, with quotes inside doubled.
/// Line breaks separate like commas, so that a schema file may have one column a line; lines that start with <c>#</c> are comments.
/// </summary>
internal static class SchemaSyntax
{
    /// <summary>Columns of <paramref name="text"/>.</summary>
    /// <exception cref="UsageException">The text is not a schema; the message says which part.</exception>
    public static IReadOnlyList<Column> Parse(string text)
    {
        var columns = new List<Column>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        int position = 0;
        while (SkipSeparators(text, ref position))
        {
            string name = ReadName(text, ref position);
            if (position >= text.Length || text[position] != ':')
            {
                throw new UsageException($"schema: ':' and a type are expected after '{name}'");
            }

            position++;
            int end = text.AsSpan(position).IndexOfAny(",\r\n");
            end = end < 0 ? text.Length : position + end;
            if (!ColumnType.TryParse(text.AsSpan(position, end - position), out ColumnType type, out string? error))
            {
                throw new UsageException($"schema: column '{name}': {error}");
            }

            if (!names.Add(name))
            {
                throw new UsageException($"schema: column '{name}' stands there twice");
            }

            columns.Add(new Column(name, type));
            position = end;
        }

        return columns.Count > 0 ? columns : throw new UsageException("schema: no column");
    }

    /// <summary>The text that <see cref="Parse"/> reads back.</summary>
    public static string Format(IEnumerable<Column> columns) =>
        string.Join(',', columns.Select(column => $"{FormatName(column.Name)}:{column.Type}"));

    private static string FormatName(string name) =>
        name.Length == 0 || name.AsSpan().IndexOfAny(",:\"\r\n") >= 0 || name[0] == '#' || name.Trim() != name ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;

    private static bool SkipSeparators(string text, ref int position)
    {
        bool lineStart = position == 0;
        for (; position < text.Length; position++)
        {
            char c = text[position];
            if (c is '\n')
            {
                lineStart = true;
            }
            else if (c is '#' && lineStart)
            {
                int end = text.IndexOf('\n', position);
                position = (end < 0 ? text.Length : end) - 1;
            }
            else if (c is not (',' or ' ' or '\t' or '\r'))
            {
                return true;
            }
        }

        return false;
    }

    private static string ReadName(string text, ref int position)
    {
        if (text[position] != '"')
        {
            int length = text.AsSpan(position).IndexOfAny(":,\r\n");
            length = length < 0 ? text.Length - position : length;
            string plain = text.Substring(position, length).TrimEnd();
            position += length;
            return plain;
        }

        var name = new StringBuilder();
        for (position++; position < text.Length; position++)
        {
            if (text[position] != '"')
            {
                name.Append(text[position]);
            }
            else if (position + 1 < text.Length && text[position + 1] == '"')
            {
                name.Append('"');
                position++;
            }
            else
            {
                position++;
                return name.ToString();
            }
        }

        throw new UsageException($"schema: the quote before '{name}' is not closed");
    }
}
