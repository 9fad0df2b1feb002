using System.Text;
using NUnit.Framework;
using SharedBuffers.Cli.Columns;
using SharedBuffers.Cli.Input;

namespace SharedBuffers.Tests.Cli;

/// <summary>JSON lines, CSV and TSV into typed records: what each value becomes, and what a value that does not fit is told.</summary>
internal sealed class RecordReaderTests
{
    private const string AllTypes = "b:bool,i8:int8,u8:uint8,i64:int64,u64:uint64,f32:float32,f64:float64,s:string,x:bytes,li:list<int16>,ls:list<string>,st:set<float64>";

    [Test]
    public void ReadJson_EveryType_KeepsValues()
    {
        const string Line = """{"b":true,"i8":-128,"u8":255,"i64":-9223372036854775808,"u64":18446744073709551615,"f32":1.5,"f64":-2e-300,"s":"a\né","x":"AQID","li":[1,-2],"ls":["a",""],"st":[0.5]}""";

        Assert.That(ReadJson(AllTypes, Line), Is.EqualTo("b=1 i8=-128 u8=255 i64=-9223372036854775808 u64=18446744073709551615 f32=1.5 f64=-2E-300 s=a\né x=010203 li=[1;-2] ls=[a;] st=[0.5]"));
    }

    [Test]
    public void ReadCsv_EveryType_KeepsValues()
    {
        const string Text = "b,i8,u8,i64,u64,f32,f64,s,x,li,ls,st\nTRUE,-128,255, 5 ,18446744073709551615,1.5,-2e-300,\"a\né\",AQID,\"[1,-2]\",\"[\"\"a\"\",\"\"\"\"]\",[0.5]\n";

        Assert.That(ReadCsv(AllTypes, Text), Is.EqualTo("b=1 i8=-128 u8=255 i64=5 u64=18446744073709551615 f32=1.5 f64=-2E-300 s=a\né x=010203 li=[1;-2] ls=[a;] st=[0.5]"));
    }

    [Test]
    public void ReadJson_MissingAndNull_AreDifferent() =>
        Assert.That(ReadJson("a:int8,b:string,c:list<int8>", """{"b":null}""", """{"a":null,"c":[]}"""), Is.EqualTo("a=unset b=null c=unset / a=null b=unset c=[]"));

    [Test]
    public void ReadCsv_EmptyCell_IsNullExceptForStrings() =>
        Assert.That(ReadCsv("a:int8,b:string,c:list<int8>", "a,b,c\n,,\n"), Is.EqualTo("a=null b= c=null"));

    [Test]
    public void ReadJson_NamedFloats_AreValues() =>
        Assert.That(ReadJson("a:float64,b:float32", """{"a":"NaN","b":"-Infinity"}"""), Is.EqualTo("a=NaN b=-Infinity"));

    [Test]
    public void ReadJson_OtherOrderAndBlankLines_Reads() =>
        Assert.That(ReadJson("a:int8,b:int8", """{"b":1,"a":2}""", "", "  ", """ {"a":3 , "b":4} """), Is.EqualTo("a=2 b=1 / a=3 b=4"));

    [Test]
    public void ReadJson_EscapedName_FindsColumn() => Assert.That(ReadJson("é:int8", """{"\u00e9":1}"""), Is.EqualTo("é=1"));

    [TestCase("a:int8", """{"a":128}""", "'a': 128 does not fit int8")]
    [TestCase("a:uint8", """{"a":-1}""", "'a': -1 does not fit uint8")]
    [TestCase("a:int64", """{"a":1.5}""", "1.5 does not fit int64")]
    [TestCase("a:int64", """{"a":9223372036854775808}""", "does not fit int64")]
    [TestCase("a:float32", """{"a":1e39}""", "1e39 does not fit float32")]
    [TestCase("a:int8", """{"a":"1"}""", "'a' is int8, and here stands a string")]
    [TestCase("a:string", """{"a":1}""", "'a' is string, and here stands a number")]
    [TestCase("a:bool", """{"a":[true]}""", "'a' is bool, and here stands an array")]
    [TestCase("a:list<int8>", """{"a":1}""", "'a' is list<int8>, and here stands a number")]
    [TestCase("a:list<int8>", """{"a":[1,null]}""", "here stands null")]
    [TestCase("a:list<int8>", """{"a":[{}]}""", "here stands an object")]
    [TestCase("a:bytes", """{"a":"not base64!"}""", "base64")]
    [TestCase("a:int8", """{"a":1,"a":2}""", "'a' stands there twice")]
    [TestCase("a:int8", "[1]", "a JSON object is expected, not an array")]
    [TestCase("a:int8", """{"a":1""", "not valid JSON")]
    [TestCase("a:int8", """{"a":1} x""", "not valid JSON")]
    [TestCase("a:string", """{"a":"\ud800"}""", "not valid Unicode")]
    public void ReadJson_BadValue_NamesLineAndColumn(string schema, string line, string message)
    {
        InputException e = Assert.Throws<InputException>(() => ReadJson(schema, "{}", "", line))!;

        Assert.That(e.Line, Is.EqualTo(3));
        Assert.That(e.Message, Does.Contain(message));
    }

    [TestCase("a:int8", "a\n1\n\n\"x\ny\"\n", 4, "'a': 'x\ny' does not fit int8")]
    [TestCase("a:bool", "a\nyes\n", 2, "'yes' does not fit bool")]
    [TestCase("a:float64", "a\n1,5\n", 2, "2 fields, but the header names 1")]
    [TestCase("b:int8", "a\n1\n", 1, "the header has no column 'b'; it has a")]
    [TestCase("a:int8", "a,a\n1,2\n", 1, "names column 'a' twice")]
    [TestCase("a:list<int8>", "a\n1;2\n", 2, "written as a JSON array")]
    [TestCase("a:int8", "", 0, "the input is empty")]
    public void ReadCsv_BadValue_NamesLineAndColumn(string schema, string text, long line, string message)
    {
        InputException e = Assert.Throws<InputException>(() => ReadCsv(schema, text))!;

        Assert.That(e.Line, Is.EqualTo(line));
        Assert.That(e.Message, Does.Contain(message));
    }

    [Test]
    public void ReadCsv_InvalidUtf8_NamesTheLine()
    {
        byte[] latin1 = Encoding.Latin1.GetBytes("a\nok\ncaf\u00e9\n");
        IReadOnlyList<Column> columns = SchemaSyntax.Parse("a:string");
        using var reader = new DelimitedRecordReader(new MemoryStream(latin1), InputFormat.Csv, columns);

        InputException e = Assert.Throws<InputException>(() => ReadAll(reader, columns))!;

        Assert.That(e.Line, Is.EqualTo(3));
        Assert.That(e.Message, Does.Contain("not valid UTF-8"));
    }

    [Test]
    public void Warnings_ColumnsThatDoNotMatch_AreNamed()
    {
        IReadOnlyList<Column> columns = SchemaSyntax.Parse("a:int8,typo:int8");
        using var reader = new JsonRecordReader(new MemoryStream("""{"a":1,"z":{"deep":[1]},"b":2}"""u8.ToArray()), columns);
        ReadAll(reader, columns);

        Assert.That(reader.Warnings, Is.EqualTo(new[] { "column 'typo' of the schema never occurs in the input", "not in the schema, left out: b, z" }));
    }

    [Test]
    public void Read_SecondRecord_AllocatesNothing()
    {
        IReadOnlyList<Column> columns = SchemaSyntax.Parse("a:int64,s:string,l:list<string>");
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":1,\"s\":\"some text\",\"l\":[\"x\",\"y\"]}\n", 2000)));
        using var reader = new JsonRecordReader(new MemoryStream(text), columns);
        var record = new Record(columns);
        for (int i = 0; i < 1000; i++)
        {
            reader.Read(record);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 900; i++)
        {
            reader.Read(record);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static string ReadJson(string schema, params string[] lines)
    {
        IReadOnlyList<Column> columns = SchemaSyntax.Parse(schema);
        using var reader = new JsonRecordReader(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))), columns);
        return ReadAll(reader, columns);
    }

    private static string ReadCsv(string schema, string text)
    {
        IReadOnlyList<Column> columns = SchemaSyntax.Parse(schema);
        using var reader = new DelimitedRecordReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), InputFormat.Csv, columns);
        return ReadAll(reader, columns);
    }

    private static string ReadAll(IRecordReader reader, IReadOnlyList<Column> columns)
    {
        var record = new Record(columns);
        var texts = new List<string>();
        while (reader.Read(record))
        {
            texts.Add(string.Join(' ', columns.Select((column, i) => $"{column.Name}={Text(record, i)}")));
        }

        return string.Join(" / ", texts);
    }

    private static string Text(Record record, int column)
    {
        ColumnType type = record.Columns[column].Type;
        return record.GetState(column) switch
        {
            CellState.Unset => "unset",
            CellState.Null => "null",
            _ when type.Shape == ColumnShape.Scalar => record.Describe(column),
            _ => $"[{string.Join(';', Enumerable.Range(0, record.GetCount(column)).Select(i => record.Describe(column, i)))}]",
        };
    }
}
