using SharedBuffers.Diagnostics;

namespace SharedBuffers.Schemas;

/// <summary>Whether a type can read what a file holds, and if not, why.</summary>
/// <remarks>
/// A slot of the type reads the slot of the same name in the file when both have the same encoding, or the type's number holds every value of the file's:
/// a wider integer of the same signedness, a wider signed one for an unsigned one, <c>float64</c> for integers up to 32 bits and for <c>float32</c>, <c>float32</c> for integers up to 16 bits.
/// An <c>object</c> slot reads only <c>object</c> slots, because only those carry typecodes. Element types are compared where both sides state them, nested schemas slot by slot.
/// </remarks>
public static class SchemaCompatibility
{
    /// <summary>Most sentences of an explanation: as long as a schema has slots, and not as long as a file made up for it could have it.</summary>
    public const int MaxReasons = Schema.MaxSlots;

    /// <summary>What keeps a type from reading a file, one sentence for each slot, at most <see cref="MaxReasons"/>; empty when nothing does.</summary>
    /// <param name="file">Schema that the file was written with.</param>
    /// <param name="compiled">Schema of the type that reads.</param>
    public static IReadOnlyList<string> Explain(Schema file, Schema compiled)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(compiled);
        var reasons = new List<string>();
        var seen = new HashSet<(Schema, Schema)> { (file, compiled) };
        var open = new Queue<Place>([new Place(file, compiled, null, string.Empty)]);
        while (reasons.Count < MaxReasons && open.TryDequeue(out Place? place))
        {
            if (ReferenceEquals(place.File, place.Compiled))
            {
                continue;
            }

            foreach (Slot wanted in place.Compiled.Declared)
            {
                if (!place.File.TryGetSlot(wanted.Name, out int index))
                {
                    continue;
                }

                SlotType found = place.File.Slots[index].Type;
                if (!CanRead(found, wanted.Type) && reasons.Count < MaxReasons)
                {
                    reasons.Add($"slot '{place.PathTo(wanted.Name)}' is {wanted.Type} in {place.Compiled.DisplayName}, {found} in the file");
                }

                Follow(found, wanted.Type, place, wanted.Name);
            }
        }

        return reasons;

        // Objects inside collections are objects of the schema that the type states, as those in slots are.
        void Follow(SlotType? found, SlotType? wanted, Place place, string slot)
        {
            if (found is null || wanted is null)
            {
                return;
            }

            if (found.NestedSchema is { } fileNested && wanted.NestedSchema is { } nested && seen.Add((fileNested, nested)))
            {
                open.Enqueue(new Place(fileNested, nested, place, slot));
            }

            Follow(found.KeyType, wanted.KeyType, place, slot);
            Follow(found.ElementType, wanted.ElementType, place, slot);
        }
    }

    /// <summary>Whether objects of both schemas have every slot at the same place with the same encoding.</summary>
    public static bool HasSameLayout(Schema first, Schema second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (ReferenceEquals(first, second))
        {
            return true;
        }

        if (first.Slots.Length != second.Slots.Length || first.Alignment != second.Alignment || first.BitmapWidth != second.BitmapWidth)
        {
            return false;
        }

        for (int i = 0; i < first.Slots.Length; i++)
        {
            if (first.Slots[i].Name != second.Slots[i].Name || !first.Slots[i].Type.HasSameEncoding(second.Slots[i].Type))
            {
                return false;
            }
        }

        return true;
    }

    internal static void ThrowIfIncompatible(Schema file, Schema compiled)
    {
        IReadOnlyList<string> reasons = Explain(file, compiled);
        if (reasons.Count > 0)
        {
            ThrowHelper.SchemaMismatch($"{compiled.DisplayName} cannot read objects that were written as {file.DisplayName}: {string.Join("; ", reasons)}{(reasons.Count < MaxReasons ? "" : "; and maybe more")}.");
        }
    }

    private static bool CanRead(SlotType file, SlotType compiled)
    {
        if (file.IsFixed || compiled.IsFixed)
        {
            return CanWiden(file.EncodedKind, compiled.EncodedKind);
        }

        // An instant with an offset starts with the same eight bytes as one without.
        bool same = file.EncodedKind == compiled.EncodedKind || (file.EncodedKind, compiled.EncodedKind) is (SlotKind.DateTimeTz, SlotKind.DateTime);
        return same && CanHold(file.ElementType, compiled.ElementType) && CanHold(file.KeyType, compiled.KeyType);
    }

    /// <summary>Elements carry their own type: what differs only in width is read with the width found.</summary>
    private static bool CanHold(SlotType? file, SlotType? compiled)
    {
        if (file is null || compiled is null || file.Kind == SlotKind.Object || compiled.Kind == SlotKind.Object)
        {
            return true;
        }

        return file.IsFixed && compiled.IsFixed ? CanWiden(file.EncodedKind, compiled.EncodedKind) : CanRead(file, compiled);
    }

    private static bool CanWiden(SlotKind file, SlotKind compiled) => file == compiled || (file, compiled) switch
    {
        (SlotKind.Int8, SlotKind.Int16 or SlotKind.Int32 or SlotKind.Int64 or SlotKind.Float32 or SlotKind.Float64) => true,
        (SlotKind.UInt8, (>= SlotKind.Int16 and <= SlotKind.UInt64) or SlotKind.Float32 or SlotKind.Float64) => true,
        (SlotKind.Int16, SlotKind.Int32 or SlotKind.Int64 or SlotKind.Float32 or SlotKind.Float64) => true,
        (SlotKind.UInt16, (>= SlotKind.Int32 and <= SlotKind.UInt64) or SlotKind.Float32 or SlotKind.Float64) => true,
        (SlotKind.Int32, SlotKind.Int64 or SlotKind.Float64) => true,
        (SlotKind.UInt32, SlotKind.Int64 or SlotKind.UInt64 or SlotKind.Float64) => true,
        (SlotKind.Float32, SlotKind.Float64) => true,
        _ => false,
    };

    /// <summary>Two schemas that are compared, and the slots that led to them. Paths become text where one is shown: of schemas deep in one another it would be much text.</summary>
    private sealed record Place(Schema File, Schema Compiled, Place? Outer, string Slot)
    {
        public string PathTo(string name)
        {
            var names = new List<string> { name };
            for (Place place = this; place.Outer is not null; place = place.Outer)
            {
                names.Add(place.Slot);
            }

            names.Reverse();
            return string.Join('.', names);
        }
    }
}
