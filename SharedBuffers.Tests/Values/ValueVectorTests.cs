using System.Text.Json;
using NUnit.Framework;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Values;

/// <summary>Every value that the 1.x library packed: read, written again, copied and packed once more.</summary>
[TestFixture]
public class ValueVectorTests
{
    [Test]
    public void Read_EveryVector_GivesTheValue([ValueSource(nameof(Groups))] string group)
    {
        foreach (Vector vector in Lines(group))
        {
            for (int shift = 0; shift < 8; shift += vector.Bytes.Length > 4000 ? 8 : 1)
            {
                using MemoryRegion region = MemoryRegion.CopyOf([.. new byte[shift], .. vector.Bytes]);
                SharedValue value = TaggedPacker.Read(region, vector.Packer, shift);
                Check(vector, () => TaggedAssert.View(vector.ReadsAs(), value));
                Check(vector, () => TaggedAssert.Copy(ElementsOf(vector.ReadsAs(), value), value.ToObject()));
                Check(vector, () => Assert.That(value, Is.EqualTo(value)));
                if (vector.Group != "seq-recursive")
                {
                    Check(vector, () => Assert.That(value.ToString(), Is.Not.Empty));
                }
            }
        }
    }

    [Test]
    public void Pack_EveryVector_GivesTheSameBytes([ValueSource(nameof(Groups))] string group)
    {
        foreach (Vector vector in Lines(group).Where(v => !v.IsCompressed))
        {
            byte[] bytes = Pack(vector, PackOptions.Compatible with { WidePointers = vector.IsWide, CompressStrings = false });
            if (!bytes.AsSpan().SequenceEqual(vector.Bytes) && !VectorTies.HasTies(vector.Line.GetProperty("value")))
            {
                Check(vector, () => Assert.That(Convert.ToHexStringLower(bytes), Is.EqualTo(Convert.ToHexStringLower(vector.Bytes))));
            }
        }
    }

    [Test]
    public void Pack_EveryVectorInEveryStyle_ReadsBack([ValueSource(nameof(Groups))] string group, [Values] bool wide, [Values] bool compress)
    {
        foreach (Vector vector in Lines(group))
        {
            var options = new PackOptions { WidePointers = wide, CompressStrings = compress };
            using MemoryRegion region = MemoryRegion.CopyOf(Pack(vector, options, out long position));
            SharedValue value = TaggedPacker.Read(region, vector.Packer, position);
            Check(vector, () => TaggedAssert.View(vector.ReadsAs(), value));
        }
    }

    [Test]
    public void Pack_CopyOfEveryVector_GivesEqualValue([ValueSource(nameof(Groups))] string group)
    {
        foreach (Vector vector in Lines(group))
        {
            using MemoryRegion region = MemoryRegion.CopyOf(vector.Bytes);
            SharedValue value = TaggedPacker.Read(region, vector.Packer, 0);
            object? copy = value.ToObject();
            SharedValue again = Packed.Value(copy);
            Check(vector, () => TaggedAssert.Copy(ElementsOf(vector.ReadsAs(), value), again.ToObject()));
            if (!vector.Name.StartsWith("recursive", StringComparison.Ordinal) && !vector.Line.GetRawText().Contains("\"ref\"", StringComparison.Ordinal))
            {
                Check(vector, () => Assert.That(again, Is.EqualTo(value)));
            }
        }
    }

    private static IEnumerable<string> Groups() => AllLines().Select(v => v.Group).Distinct();

    private static IEnumerable<Vector> Lines(string group) => AllLines().Where(v => v.Group == group);

    /// <summary>Vectors with objects of schemas are read where schemas are tested.</summary>
    private static IEnumerable<Vector> AllLines() =>
        VectorFiles.ReadLines("values.jsonl").Where(line => !line.TryGetProperty("schemas", out _)).Select(line => new Vector(line));

    private static byte[] Pack(Vector vector, PackOptions options) => Pack(vector, options, out _);

    private static byte[] Pack(Vector vector, PackOptions options, out long position)
    {
        using PackContext context = TaggedPacker.CreateContext(options);
        position = TaggedPacker.Pack(context, vector.Packer, vector.Value());
        return context.Buffer.ToArray();
    }

    /// <summary>An array that was packed as a sequence or set reads as its elements.</summary>
    private static object? ElementsOf(object? expected, SharedValue actual) => (expected, actual.Kind) switch
    {
        (NdArray array, SharedValueKind.List or SharedValueKind.Tuple) => TaggedNd.Elements(array).ToList<object?>(),
        (NdArray array, SharedValueKind.Set) => TaggedNd.Elements(array).ToHashSet<object?>(),
        _ => expected,
    };

    private static void Check(Vector vector, Action assertion)
    {
        try
        {
            assertion();
        }
        catch (Exception e) when (e is not SuccessException)
        {
            Assert.Fail($"{vector.Name}: {e.Message}\n{e.StackTrace}");
        }
    }

    private sealed class Vector(JsonElement line)
    {
        public JsonElement Line { get; } = line;

        public string Name { get; } = line.GetProperty("name").GetString()!;

        public string Packer { get; } = line.GetProperty("packer").GetString()!;

        public string Group => Name[..Name.LastIndexOf('-')];

        public byte[] Bytes { get; } = Convert.FromHexString(line.GetProperty("hex").GetString()!);

        public bool IsCompressed => Line.TryGetProperty("lz4", out _);

        public bool IsWide => Line.TryGetProperty("wide", out _);

        public object? Value() => TaggedPacker.ToPackable(new TaggedParser().Parse(Line.GetProperty("value")));

        public object? ReadsAs() => Line.TryGetProperty("reads_as", out JsonElement value) ? TaggedPacker.ToPackable(new TaggedParser().Parse(value)) : Value();
    }
}
