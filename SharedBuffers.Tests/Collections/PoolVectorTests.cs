using System.Text.Json;
using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;
using SharedBuffers.Tests.Verification;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Collections;

/// <summary>Pool dumps of the 1.x library: every object and value is at its position, aligned or not.</summary>
[TestFixture]
public sealed class PoolVectorTests
{
    [Test]
    public void Open_DumpOfThe1xLibrary_ReadsEveryItem([Values("pool", "pool_big_sections")] string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(VectorFiles.GetPath($"files/{name}.json")));
        JsonElement vector = document.RootElement;
        Schema schema = VectorSchemas.Read(vector.GetProperty("schema"), vector.GetProperty("schemas"));
        var parser = new TaggedParser();
        using MappedObjectPool pool = MappedObjectPool.Open(VectorFiles.GetPath($"files/{name}.bin"));
        pool.Types.RegisterAll(schema);
        int count = 0;
        foreach (JsonElement item in vector.GetProperty("items").EnumerateArray())
        {
            long position = item.GetProperty("pos").GetInt64();
            if (item.GetProperty("type").GetString() == "rtti")
            {
                Compare(parser.Parse(item.GetProperty("value")), pool.GetValue(position));
            }
            else
            {
                var fields = item.GetProperty("value").EnumerateObject().ToDictionary(f => f.Name, f => parser.Parse(f.Value));
                Compare(fields, pool.Get<ObjectView>(position, schema), $"{name}, position {position}");
            }

            count++;
        }

        Assert.That(count, Is.GreaterThan(20));
    }

    private static void Compare(Dictionary<string, object?> fields, ObjectView view, string message)
    {
        foreach (Slot slot in view.Schema.Slots)
        {
            bool isThere = fields.TryGetValue(slot.Name, out object? expected);
            Assert.That(view.Has(slot.Name), Is.EqualTo(isThere), $"{message}, {slot.Name}");
            if (isThere && expected is TaggedObject nested && slot.Type.Kind == SlotKind.Struct)
            {
                Compare(nested.Fields, view.GetObject(slot.Name)!.Value, $"{message}, {slot.Name}");
            }
            else if (isThere)
            {
                Compare(expected, view[slot.Name]);
            }
        }
    }

    private static void Compare(object? expected, SharedValue actual) =>
        new TaggedAssert { Objects = (value, shown) => Compare(value.Fields, shown.Get<ObjectView>(), value.Schema) }.Compare(expected, actual);
}
