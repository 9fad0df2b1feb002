using NUnit.Framework;
using SharedBuffers.Cli;
using SharedBuffers.Cli.Columns;

namespace SharedBuffers.Tests.Cli;

internal sealed class SchemaSyntaxTests
{
    [TestCase("sku:string")]
    [TestCase("a:bool,b:int8,c:int16,d:int32,e:int64,f:uint8,g:uint16,h:uint32,i:uint64,j:float32,k:float64,l:string,m:bytes")]
    [TestCase("sizes:list<int32>,tags:set<string>")]
    [TestCase("\"with, comma\":int8,\"with: colon\":int8,\"say \"\"hi\"\"\":int8,\" padded \":int8,\"\":string,with space:string")]
    public void Parse_Text_FormatsBack(string text) => Assert.That(SchemaSyntax.Format(SchemaSyntax.Parse(text)), Is.EqualTo(text));

    [Test]
    public void Parse_FileWithLinesAndComments_EqualsTheOneLine()
    {
        const string File = """
            # what a product has
            sku: string
            price : float64,
              sizes: list< int32 >

            # and
            tags: set<string>
            """;

        Assert.That(SchemaSyntax.Format(SchemaSyntax.Parse(File)), Is.EqualTo("sku:string,price:float64,sizes:list<int32>,tags:set<string>"));
    }

    [TestCase("", "no column")]
    [TestCase("sku", "a type are expected after 'sku'")]
    [TestCase("sku:text", "column 'sku': unknown type 'text'")]
    [TestCase("sku:", "unknown type ''")]
    [TestCase("a:list<bool>", "which is numbers or strings")]
    [TestCase("a:map<string>", "list<…> and set<…>")]
    [TestCase("a:int8,a:int8", "'a' stands there twice")]
    [TestCase("\"a:int8", "is not closed")]
    public void Parse_Mistake_SaysWhichPart(string text, string message) =>
        Assert.That(Assert.Throws<UsageException>(() => SchemaSyntax.Parse(text))!.Message, Does.Contain(message));
}
