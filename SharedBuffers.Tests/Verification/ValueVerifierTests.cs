using System.Text.Json;
using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Verification;

/// <summary>The walk over values: accepts all that the original library wrote, and refuses or accepts damage without any other exception.</summary>
public sealed class ValueVerifierTests
{
    private const long Budget = 1 << 20;

    [Test]
    public void VerifyRecord_ObjectsOfTheOriginal_AreValid()
    {
        int lines = 0;
        foreach ((string name, Schema schema, byte[] bytes) in Objects())
        {
            Assert.That(() => VerifyRecord(schema, bytes), Throws.Nothing, name);
            lines++;
        }

        Assert.That(lines, Is.GreaterThan(500));
    }

    [Test]
    public void VerifyValue_ValuesOfTheOriginal_AreValid()
    {
        int lines = 0;
        foreach ((string name, Schema schema, SlotType type, byte[] bytes) in Values())
        {
            Assert.That(() => VerifyValue(schema, type, bytes), Throws.Nothing, name);
            lines++;
        }

        Assert.That(lines, Is.EqualTo(1321));
    }

    [Test]
    public void VerifyRecord_Truncated_IsRefusedOrStillValid()
    {
        int refused = 0;
        foreach ((_, Schema schema, byte[] bytes) in Objects().Where(o => o.Bytes.Length < 200))
        {
            for (int length = 0; length < bytes.Length; length++)
            {
                refused += IsRefused(() => VerifyRecord(schema, bytes.AsSpan(0, length))) ? 1 : 0;
            }
        }

        Assert.That(refused, Is.GreaterThan(10_000), "only padding can be missing without harm");
    }

    [Test]
    public void VerifyValue_EveryByteChanged_IsRefusedOrStillValid()
    {
        byte[] replacements = [0, 1, 0x7F, 0x80, 0xFF];
        int refused = 0;
        int accepted = 0;
        foreach ((_, Schema schema, SlotType type, byte[] bytes) in Values().Where(v => v.Bytes.Length < 120))
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                byte original = bytes[i];
                foreach (byte replacement in replacements)
                {
                    bytes[i] = replacement;
                    _ = IsRefused(() => VerifyValue(schema, type, bytes)) ? refused++ : accepted++;
                }

                bytes[i] = original;
            }
        }

        Assert.That(refused, Is.GreaterThan(10_000));
        Assert.That(accepted, Is.GreaterThan(10_000), "a changed number is another number");
    }

    [Test]
    public void VerifyValue_ListThatHoldsItself_Ends()
    {
        // A list of one pointer to a value of type list whose payload is the list itself: T, count 1, pointer -8; the value header stands before it.
        byte[] bytes = [(byte)'e', 0, 0, 0, 0, 0, 0, 0, (byte)'T', 1, 0, 0, 0, 0, 0, 0, 0xF8, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];
        Assert.That(() => VerifyValue(Empty, SlotType.Object, bytes), Throws.Nothing);
    }

    [Test]
    public void VerifyValue_DeepNesting_IsRefused()
    {
        const int Depth = 1000;
        byte[] bytes = new byte[Depth * 24];
        for (int i = 0; i < Depth; i++)
        {
            // Each list has one element, the list behind it.
            Span<byte> level = bytes.AsSpan(i * 24, 24);
            level[0] = (byte)'e';
            level[8] = (byte)'T';
            level[9] = 1;
            level[16] = 16;
        }

        Assert.That(() => VerifyValue(Empty, SlotType.Object, bytes), Throws.TypeOf<CorruptBufferException>().With.Message.Contains("deep"));
    }

    [Test]
    public void VerifyValue_ManyReferencesToOneValue_StopsAtTheBudget()
    {
        const int Count = 100_000;
        byte[] bytes = new byte[8 + Count * 4 + 16];
        bytes[0] = (byte)'T';
        BitConverter.TryWriteBytes(bytes.AsSpan(1), Count);
        int text = 8 + Count * 4;
        for (int i = 0; i < Count; i++)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(8 + i * 4), text);
        }

        bytes[text] = (byte)'u';
        using MemoryRegion region = MemoryRegion.CopyOf(bytes);
        var verifier = new ValueVerifier(region.View, Empty, nodeBudget: 1000);
        Assert.That(() => verifier.VerifyValue(SlotType.List, 0), Throws.TypeOf<CorruptBufferException>().With.Message.Contains("not checked"));
        Assert.That(verifier.NodeBudget, Is.Zero);
        Assert.That(() => VerifyValue(Empty, SlotType.List, bytes), Throws.Nothing);
    }

    [TestCase("02", "bool is 2")]
    public void VerifyRecord_BoolOfAnotherValue_SaysSo(string value, string message)
    {
        var schema = new Schema([new Slot("flag", SlotType.Of(SlotKind.Bool))]);
        byte[] bytes = [1, 0, 0, 0, 0, 0, 0, 0, Convert.FromHexString(value)[0]];
        Assert.That(() => VerifyRecord(schema, bytes), Throws.TypeOf<CorruptBufferException>().With.Message.Contains(message).And.Property("Offset").EqualTo(8));
    }

    private static Schema Empty => new([new Slot("any", SlotType.Object)]);

    private static IEnumerable<(string Name, Schema Schema, byte[] Bytes)> Objects() => VectorFiles.ReadLines("objects.jsonl").Select(line =>
        (line.GetProperty("name").GetString()!, VectorSchemas.Read(line.GetProperty("schema"), Others(line)), Bytes(line)));

    private static IEnumerable<(string Name, Schema Schema, SlotType Type, byte[] Bytes)> Values() => VectorFiles.ReadLines("values.jsonl").Select(line =>
        (line.GetProperty("name").GetString()!, VectorSchemas.Read(EmptySlots(), Others(line)), SlotType.Of(VectorSchemas.KindOf(line.GetProperty("packer").GetString()!)), Bytes(line)));

    private static JsonElement EmptySlots() => JsonElement.Parse("""{"slots":{"any":"object"}}""");

    private static JsonElement? Others(JsonElement line) => line.TryGetProperty("schemas", out JsonElement schemas) ? schemas : null;

    private static byte[] Bytes(JsonElement line) => Convert.FromHexString(line.GetProperty("hex").GetString()!);

    private static void VerifyRecord(Schema schema, ReadOnlySpan<byte> bytes)
    {
        using MemoryRegion region = MemoryRegion.CopyOf(bytes);
        new ValueVerifier(region.View, schema, Budget).VerifyRecord(0);
    }

    private static void VerifyValue(Schema schema, SlotType type, ReadOnlySpan<byte> bytes)
    {
        using MemoryRegion region = MemoryRegion.CopyOf(bytes);
        new ValueVerifier(region.View, schema, Budget).VerifyValue(type, 0);
    }

    private static bool IsRefused(Action verify)
    {
        try
        {
            verify();
            return false;
        }
        catch (CorruptBufferException)
        {
            return true;
        }
    }
}
