using NUnit.Framework;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Support;

/// <summary>Compares objects of the vectors, and what is in them, with what is read. Objects that are met again are not followed twice.</summary>
internal sealed class VectorObjects
{
    private readonly HashSet<TaggedObject> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly TaggedAssert _assert;

    public VectorObjects() => _assert = new TaggedAssert { Objects = (expected, value) => Compare(expected, value.Get<ObjectView>()) };

    public void Compare(object? expected, SharedValue value) => _assert.Compare(TaggedPacker.ToPackable(expected), value);

    public void Compare(TaggedObject expected, ObjectView view)
    {
        if (!_seen.Add(expected))
        {
            return;
        }

        foreach (Slot slot in view.Schema.Slots)
        {
            bool isSet = expected.Fields.TryGetValue(slot.Name, out object? field);
            Assert.That(view.Has(slot.Name), Is.EqualTo(isSet), slot.Name);
            if (!isSet)
            {
                continue;
            }

            Assert.That(view.IsNull(slot.Name), Is.EqualTo(field is null), slot.Name);
            if (field is TaggedObject nested && slot.Type.Kind == SlotKind.Struct)
            {
                Compare(nested, view.GetObject(slot.Name)!.Value);
            }
            else if (field is not null && slot.Type.EncodedKind == SlotKind.Float32)
            {
                Assert.That(view[slot.Name].Get<float>(), Is.EqualTo((float)Convert.ToDouble(field, null)), slot.Name);
            }
            else if (field is not null && slot.Type.EncodedKind == SlotKind.Float64)
            {
                Assert.That(view[slot.Name].Get<double>(), Is.EqualTo(Convert.ToDouble(field, null)), slot.Name);
            }
            else if (field is long or System.Numerics.BigInteger && slot.Type.EncodedKind == SlotKind.Decimal)
            {
                Assert.That(view[slot.Name].AsDecimal().ToString(), Is.EqualTo(field.ToString()), slot.Name);
            }
            else
            {
                Compare(field, view[slot.Name]);
            }
        }
    }
}
