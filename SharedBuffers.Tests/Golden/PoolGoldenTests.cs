using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Golden;

/// <summary>The bytes that <c>docs/format/pool.md</c> explains are the bytes that a pool dumps, and its reader reads them.</summary>
[TestFixture]
internal sealed class PoolGoldenTests
{
    private static readonly Schema s_schema = new([new("n", SlotType.Int64), new("s", SlotType.String)]);

    [Test]
    public void WriteTo_TwoObjectsAndAValue_WritesTheExample()
    {
        using var pool = new SharedObjectPool();
        Assert.That(new[] { pool.Add(s_schema, 1, "hi"), pool.Add(s_schema, 2, "hi"), pool.AddValue(5) }, Is.EqualTo(new long[] { 0, 32, 56 }));
        var dump = new MemoryStream();
        pool.WriteTo(dump);

        Assert.That(Convert.ToHexString(dump.ToArray()), Is.EqualTo(Convert.ToHexString(AnnotatedHex.Read("pool.md", "Example"))));
    }

    [Test]
    public void Open_TheExample_ReadsIt()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["dump"], AnnotatedHex.Read("pool.md", "Example"));
        using MappedObjectPool pool = MappedObjectPool.Open(folder["dump"]);

        Assert.That(pool.Get<ObjectView>(32, s_schema).ToString(), Is.EqualTo("{\"n\":2,\"s\":\"hi\"}"));
        Assert.That(pool.GetValue(56).Get<int>(), Is.EqualTo(5));
    }
}
