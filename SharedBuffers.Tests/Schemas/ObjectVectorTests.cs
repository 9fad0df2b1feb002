using System.Text.Json;
using NUnit.Framework;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;
using SharedBuffers.Tests.Verification;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Schemas;

/// <summary>Every object that the 1.x library packed: read slot by slot, written again byte for byte, and written in our own style.</summary>
[TestFixture]
public sealed class ObjectVectorTests
{
    [Test]
    public void Slots_EveryVector_HaveTheOrderOfTheBitmaps()
    {
        foreach (Vector vector in Lines())
        {
            string[] order = [.. vector.Line.GetProperty("slot_order").EnumerateArray().Select(s => s.GetString()!)];
            Assert.That(vector.Schema.Slots.Select(s => s.Name), Is.EqualTo(order), vector.Name);
        }
    }

    [Test]
    public void Read_EveryVector_GivesTheValues()
    {
        foreach (Vector vector in Lines())
        {
            vector.Check(() => vector.AssertReads(vector.Bytes, 0));
        }
    }

    [Test]
    public void Pack_EveryVector_GivesTheSameBytes()
    {
        int compared = 0;
        foreach (Vector vector in Lines().Where(v => !v.Line.TryGetProperty("lz4", out _) && !VectorTies.HasTies(v.Line.GetProperty("value"))))
        {
            vector.Check(() => Assert.That(Convert.ToHexStringLower(vector.Pack(PackOptions.Compatible)), Is.EqualTo(Convert.ToHexStringLower(vector.Bytes))));
            compared++;
        }

        Assert.That(compared, Is.GreaterThan(600));
    }

    [Test]
    public void Pack_EveryVectorInOtherStyles_ReadsBack([Values] bool wide, [Values] bool compress)
    {
        foreach (Vector vector in Lines())
        {
            vector.Check(() => vector.AssertReads(vector.Pack(new PackOptions { WidePointers = wide, CompressStrings = compress }), 0));
        }
    }

    [Test]
    public void Pack_ListsWithObjects_GiveTheSameBytesAndReadBack()
    {
        int lines = 0;
        foreach (JsonElement line in VectorFiles.ReadLines("values.jsonl").Where(l => l.TryGetProperty("schemas", out _)))
        {
            IReadOnlyDictionary<string, Schema> schemas = VectorSchemas.ReadAll(JsonElement.Parse("""{"slots":{"none":"bool"}}"""), line.GetProperty("schemas"));
            string packer = line.GetProperty("packer").GetString()!;
            object? value = TaggedPacker.ToPackable(new TaggedParser().Parse(line.GetProperty("value")), null, schemas);
            using PackContext context = TaggedPacker.CreateContext();
            long position = TaggedPacker.Pack(context, packer, value);
            byte[] bytes = context.Buffer.ToArray();
            string name = line.GetProperty("name").GetString()!;
            if (!line.TryGetProperty("lz4", out _) && !VectorTies.HasTies(line.GetProperty("value")))
            {
                Assert.That(Convert.ToHexStringLower(bytes), Is.EqualTo(line.GetProperty("hex").GetString()), name);
            }

            using MemoryRegion region = MemoryRegion.CopyOf(bytes);
            TypeRegistry.Of(region).RegisterAll(schemas[""]);
            new VectorObjects().Compare(new TaggedParser().Parse(line.GetProperty("value")), TaggedPacker.Read(region, packer, position));
            lines++;
        }

        Assert.That(lines, Is.GreaterThan(0));
    }

    private static IEnumerable<Vector> Lines() => VectorFiles.ReadLines("objects.jsonl").Select(l => new Vector(l));

    private sealed class Vector(JsonElement line)
    {
        private readonly IReadOnlyDictionary<string, Schema> _schemas =
            VectorSchemas.ReadAll(line.GetProperty("schema"), line.TryGetProperty("schemas", out JsonElement others) ? others : null);

        public JsonElement Line { get; } = line;

        public string Name { get; } = line.GetProperty("name").GetString()!;

        public byte[] Bytes { get; } = Convert.FromHexString(line.GetProperty("hex").GetString()!);

        public Schema Schema => _schemas[""];

        public byte[] Pack(PackOptions options)
        {
            using PackContext context = TaggedPacker.CreateContext(options);
            var value = (SchemaObject)TaggedPacker.ToPackable(Fields("value"), null, _schemas)!;
            Assert.That(value.Pack(context), Is.Zero);
            return context.Buffer.ToArray();
        }

        public void AssertReads(byte[] bytes, long offset)
        {
            using MemoryRegion region = MemoryRegion.CopyOf(bytes);
            ObjectView view = ObjectView.Create(new ObjectReference(region, offset, SchemaBinding.Create(region, Schema)));
            TaggedObject expected = Fields("value");
            if (Line.TryGetProperty("reads_as", out _))
            {
                foreach ((string name, object? field) in Fields("reads_as").Fields)
                {
                    expected.Fields[name] = field;
                }
            }

            new VectorObjects().Compare(expected, view);
        }

        public void Check(Action assertion)
        {
            try
            {
                assertion();
            }
            catch (Exception e)
            {
                throw new AssertionException($"{Name}: {e.Message}", e);
            }
        }

        private TaggedObject Fields(string property)
        {
            var parser = new TaggedParser();
            return new TaggedObject("", Line.GetProperty(property).EnumerateObject().ToDictionary(p => p.Name, p => parser.Parse(p.Value)));
        }
    }
}
