using System.Globalization;
using System.Text;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Values;

/// <summary>Reads the head of a <c>.npy</c> file: a Python dictionary literal of the three keys that NumPy writes. Nothing is evaluated.</summary>
internal ref struct NpyHeaderReader
{
    private const int MaxDepth = 32;

    private readonly ReadOnlySpan<char> _text;
    private int _position;

    private NpyHeaderReader(ReadOnlySpan<char> text) => _text = text;

    public static (NdTypeDescription Type, bool IsFortran, long[] Shape) Read(string text)
    {
        var reader = new NpyHeaderReader(text);
        NdTypeDescription? type = null;
        bool? isFortran = null;
        long[]? shape = null;
        reader.Expect('{');
        while (!reader.TryTake('}'))
        {
            string key = reader.ReadString();
            reader.Expect(':');
            switch (key)
            {
                case "descr":
                    type = reader.ReadType(0);
                    break;
                case "fortran_order":
                    isFortran = reader.ReadBool();
                    break;
                case "shape":
                    shape = reader.ReadShape();
                    break;
                default:
                    reader.Fail($"the unknown key '{key}'");
                    break;
            }

            reader.TryTake(',');
        }

        if (type is null || isFortran is null || shape is null)
        {
            reader.Fail("not all of descr, fortran_order and shape");
        }

        return (type!, isFortran!.Value, shape!);
    }

    private NdTypeDescription ReadType(int depth)
    {
        if (depth > MaxDepth)
        {
            Fail($"records nested deeper than {MaxDepth}");
        }

        if (!TryTake('['))
        {
            string text = ReadString();
            if (!NdScalarType.TryParse(Encoding.Latin1.GetBytes(text), out NdScalarType scalar))
            {
                Fail($"the type '{text}', which is no plain bytes");
            }

            return new NdTypeDescription(scalar);
        }

        var fields = new List<NdField>();
        while (!TryTake(']'))
        {
            Expect('(');
            string name = ReadString();
            Expect(',');
            fields.Add(new NdField(name, ReadType(depth + 1)));
            TryTake(',');
            Expect(')');
            TryTake(',');
        }

        return new NdTypeDescription(fields);
    }

    private long[] ReadShape()
    {
        var shape = new List<long>();
        Expect('(');
        while (!TryTake(')'))
        {
            SkipSpaces();
            int start = _position;
            while (_position < _text.Length && char.IsAsciiDigit(_text[_position]))
            {
                _position++;
            }

            if (!long.TryParse(_text[start.._position], NumberStyles.None, CultureInfo.InvariantCulture, out long length) || shape.Count == SharedNdArray.MaxRank)
            {
                Fail("a shape that is none");
            }

            shape.Add(length);

            // Files of Python 2 write 3L.
            TryTake('L');
            TryTake(',');
        }

        return [.. shape];
    }

    private bool ReadBool()
    {
        SkipSpaces();
        foreach ((string word, bool value) in ((string, bool)[])[("True", true), ("False", false)])
        {
            if (_text[_position..].StartsWith(word))
            {
                _position += word.Length;
                return value;
            }
        }

        Fail("neither True nor False");
        return false;
    }

    private string ReadString()
    {
        SkipSpaces();
        char quote = _position < _text.Length ? _text[_position] : '\0';
        if (quote is not ('\'' or '"'))
        {
            Fail("no string where one belongs");
        }

        var text = new StringBuilder();
        for (_position++; _position < _text.Length && _text[_position] != quote; _position++)
        {
            // Python escapes only the quote and the backslash in what NumPy writes here.
            if (_text[_position] == '\\' && _position + 1 < _text.Length)
            {
                _position++;
            }

            text.Append(_text[_position]);
        }

        Expect(quote);
        return text.ToString();
    }

    private bool TryTake(char wanted)
    {
        SkipSpaces();
        if (_position >= _text.Length || _text[_position] != wanted)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void Expect(char wanted)
    {
        if (!TryTake(wanted))
        {
            Fail($"no '{wanted}' where one belongs");
        }
    }

    private void SkipSpaces()
    {
        while (_position < _text.Length && _text[_position] is (' ' or '\n' or '\t'))
        {
            _position++;
        }
    }

    private readonly void Fail(string what) => ThrowHelper.Corrupt($"The head of a .npy file has {what}", _position);
}
