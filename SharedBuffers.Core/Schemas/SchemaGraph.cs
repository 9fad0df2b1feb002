using SharedBuffers.Diagnostics;

namespace SharedBuffers.Schemas;

/// <summary>Everything that a schema can reach, each schema once, in an order that depends on declarations only.</summary>
internal static class SchemaGraph
{
    /// <summary>Breadth first: the schema itself, then nested schemas and element types slot by slot in the order of declaration, then known types.</summary>
    public static List<Schema> Walk(Schema root)
    {
        var found = new List<Schema> { root };
        var seen = new HashSet<Schema>(ReferenceEqualityComparer.Instance) { root };
        for (int i = 0; i < found.Count; i++)
        {
            foreach (Slot slot in found[i].Declared)
            {
                Visit(slot.Type);
            }

            foreach (Schema? known in found[i].KnownTypes)
            {
                if (known is null)
                {
                    ThrowHelper.InvalidOperation($"One of the known types of the schema {found[i].DisplayName} is null.");
                }

                Add(known!);
            }
        }

        return found;

        void Visit(SlotType? type)
        {
            if (type is null)
            {
                return;
            }

            if (type.NestedSchema is { } nested)
            {
                Add(nested);
            }

            Visit(type.KeyType);
            Visit(type.ElementType);
        }

        void Add(Schema schema)
        {
            if (seen.Add(schema))
            {
                found.Add(schema);
            }
        }
    }
}
