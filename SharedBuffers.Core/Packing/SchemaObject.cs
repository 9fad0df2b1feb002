using System.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Schemas;

namespace SharedBuffers.Packing;

/// <summary>An object of a schema that is known only when the program runs: values by the names of slots. What is not in it is unset, null is null.</summary>
/// <remarks>
/// <para>With a typecode in its schema it can stand wherever any value can: in <c>object</c> slots, lists, sets, maps. Without one it fits slots of its own schema.
/// The instance is its identity: the same one packed twice is stored once, and one that contains itself ends.</para>
/// <para>Values are checked when they are packed, and the slot is named then. Not thread-safe while it is being filled.</para>
/// </remarks>
/// <param name="schema">Its schema.</param>
public sealed class SchemaObject(Schema schema) : IPackable, IEnumerable<KeyValuePair<string, object?>>
{
    private readonly object?[] _values = Unset(schema);

    /// <summary>The schema that the object is packed by.</summary>
    public Schema Schema { get; } = schema;

    /// <summary>The value of a slot: null when it is null or unset.</summary>
    /// <exception cref="KeyNotFoundException">The schema has no such slot; the message lists those it has.</exception>
    public object? this[string name]
    {
        get => _values[Schema.IndexOf(name)] is { } value && !ReferenceEquals(value, ObjectPacker.Unset) ? value : null;
        set => _values[Schema.IndexOf(name)] = value;
    }

    /// <summary>Sets a slot, so that a collection initializer can be used.</summary>
    /// <exception cref="KeyNotFoundException">The schema has no such slot; the message lists those it has.</exception>
    public void Add(string name, object? value) => this[name] = value;

    /// <summary>Whether a slot is set, to a value or to null.</summary>
    public bool Has(string name) => Schema.TryGetSlot(name, out int slot) && !ReferenceEquals(_values[slot], ObjectPacker.Unset);

    /// <summary>Packs the object without a typecode, or finds it already there.</summary>
    /// <returns>Position of the image in the buffer of the context.</returns>
    /// <exception cref="ArgumentException">A value does not fit its slot; the message names both.</exception>
    public long Pack(PackContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.TryGetPosition(IdentityKey.OfReference(this, PackTarget.Object, Schema), out long known)
            ? known
            : ObjectPacker.Pack(context, Schema, _values, this);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The schema has no typecode.</exception>
    public long PackValue(PackContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        IdentityKey key = IdentityKey.OfReference(this, PackTarget.Value, Schema);
        if (context.TryGetPosition(key, out long position))
        {
            return position;
        }

        position = ObjectWriter.BeginValue(context, Schema);
        context.SetPosition(key, position);
        ObjectPacker.Pack(context, Schema, _values, this);
        return position;
    }

    /// <summary>The slots that are set, in the order of their declaration.</summary>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        foreach (int slot in Schema.DeclaredIndexes)
        {
            if (!ReferenceEquals(_values[slot], ObjectPacker.Unset))
            {
                yield return KeyValuePair.Create(Schema.Slots[slot].Name, _values[slot]);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static object?[] Unset(Schema schema)
    {
        if (schema is null)
        {
            ThrowHelper.Argument("An object needs a schema.", nameof(schema));
        }

        var values = new object?[schema!.Slots.Length];
        Array.Fill(values, ObjectPacker.Unset);
        return values;
    }
}
