using NUnit.Framework;
using SharedBuffers.Files;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Golden;

/// <summary>The bytes that <c>docs/format/file.md</c> explains are the bytes that the writer writes, and the reader reads them.</summary>
[TestFixture]
internal sealed class FileGoldenTests
{
    private const string Page = "file.md";
    private const string Heading = "Example";

    [Test]
    public void Writer_TheExampleOfThePage_WritesItsBytes()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new BufferFileWriter(folder["example.sbuf"]))
        {
            writer.AddSection(SectionKind.UserData, "hello", "world"u8, count: 5);
            writer.Publish();
        }

        Assert.That(Convert.ToHexString(File.ReadAllBytes(folder["example.sbuf"])), Is.EqualTo(Convert.ToHexString(AnnotatedHex.Read(Page, Heading))));
    }

    [Test]
    public void Reader_TheExampleOfThePage_ReadsIt()
    {
        using BufferFile file = BufferFile.Open(MemoryRegion.CopyOf(AnnotatedHex.Read(Page, Heading)));
        file.VerifyChecksums();
        FileSection section = file.GetSection(SectionKind.UserData, "hello");
        Assert.Multiple(() =>
        {
            Assert.That(file.GetView(section).AsSpan().SequenceEqual("world"u8));
            Assert.That(section.Count, Is.EqualTo(5));
            Assert.That(file.FormatVersion, Is.EqualTo(1));
        });
    }
}
