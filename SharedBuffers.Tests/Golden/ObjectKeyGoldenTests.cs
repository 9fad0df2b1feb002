using NUnit.Framework;
using SharedBuffers.Indexes;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Golden;

/// <summary>The bytes that <c>docs/format/object-keys.md</c> explains are those that keys are encoded as, and decoded from.</summary>
[TestFixture]
internal sealed class ObjectKeyGoldenTests
{
    private static readonly object s_key = ("sku", 258, 1.5, new HashSet<object> { "b", 1 });

    [Test]
    public void Writer_TheExampleOfThePage_WritesItsBytes()
    {
        var writer = new ObjectKeyWriter(stackalloc byte[ObjectKeyWriter.StackLength]);
        writer.Append(s_key);

        Assert.That(Convert.ToHexString(writer.Bytes), Is.EqualTo(Convert.ToHexString(AnnotatedHex.Read("object-keys.md", "Example"))));
    }

    [Test]
    public void Reader_TheExampleOfThePage_ReadsIt() =>
        Assert.That(ObjectKeyReader.Read(AnnotatedHex.Read("object-keys.md", "Example")), Is.EqualTo(s_key).Using(ObjectKeyComparer.Instance as IEqualityComparer<object>));
}
