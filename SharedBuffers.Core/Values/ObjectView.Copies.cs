using System.Buffers;
using System.Text.Json;
using SharedBuffers.Diagnostics;
using SharedBuffers.Schemas;

namespace SharedBuffers.Values;

/// <summary>Objects as JSON and as dictionaries: everything that is in them, whatever its type.</summary>
public readonly partial struct ObjectView
{
    /// <summary>Writes the object as JSON: its slots in the order of their declaration, null ones as null, unset ones left out. <c>docs/values.md</c> has the forms of values.</summary>
    /// <param name="writer">Where to. After an exception it has written a part.</param>
    /// <exception cref="CorruptBufferException">
    /// The object is damaged, contains itself, or shares so much that its text would be far longer than the file: <c>docs/safety.md</c> has the bound.
    /// </exception>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        new ValueJson(writer, _reference.Region).Write(this);
    }

    /// <summary>Writes the object as UTF-8 JSON without line breaks.</summary>
    /// <param name="destination">Where to. After an exception it has a part.</param>
    /// <inheritdoc cref="WriteTo(Utf8JsonWriter)" path="/exception"/>
    public void WriteTo(IBufferWriter<byte> destination)
    {
        using var writer = new Utf8JsonWriter(destination, ValueJson.Options);
        WriteTo(writer);
    }

    /// <summary>Writes the object as UTF-8 JSON without line breaks.</summary>
    /// <param name="destination">Where to; it stays open. After an exception it has a part.</param>
    /// <inheritdoc cref="WriteTo(Utf8JsonWriter)" path="/exception"/>
    /// <exception cref="IOException">The stream fails.</exception>
    public void WriteTo(Stream destination)
    {
        using var writer = new Utf8JsonWriter(destination, ValueJson.Options);
        WriteTo(writer);
    }

    /// <summary>The object as JSON text; nothing for <c>default</c>.</summary>
    /// <inheritdoc cref="WriteTo(Utf8JsonWriter)" path="/exception"/>
    public override string ToString() => IsDefault ? "" : ValueJson.ToText(this, static (view, writer) => view.WriteTo(writer));

    /// <summary>
    /// Copies the object and all that is in it: its slots by name in the order of their declaration, unset ones left out, nested objects as dictionaries of the same kind and
    /// values as <see cref="SharedValue.ToObject"/> makes them. What is shared in the file, or contains itself, is so in the copy.
    /// </summary>
    /// <exception cref="CorruptBufferException">The object is damaged.</exception>
    public Dictionary<string, object?> ToDictionary() => new ValueCloner(null, new ObjectWalk(_reference)).Clone(this);

    /// <summary>
    /// Reads an instant just as it is stored, with its offset from UTC if the slot keeps one: also what <see cref="DateTime"/> and <see cref="DateTimeOffset"/> do not hold.
    /// Null when the slot is unset or null.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The schema has no such slot.</exception>
    /// <exception cref="InvalidOperationException">The slot is no instant.</exception>
    public StoredInstant? GetInstant(string name) => GetInstant(Schema.IndexOf(name));

    /// <inheritdoc cref="GetInstant(string)" path="/summary"/>
    /// <param name="slot">Index in <see cref="Schema.Slots"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The schema has no such slot.</exception>
    /// <exception cref="InvalidOperationException">The slot is no instant.</exception>
    public StoredInstant? GetInstant(int slot)
    {
        Slot target = SlotAt(slot);
        if (CodeOf(target.Type) != Layout.ValueTypeCode.DateTime)
        {
            ThrowHelper.InvalidOperation($"The slot '{target.Name}' is {target.Type}, not an instant.");
        }

        return TryGetOffsetInstant(slot, out StoredInstant instant) ? instant
            : _reference.TryGetPayload(slot, out long payload) ? StoredTime.ReadStored(_reference.Region, payload)
            : null;
    }

    /// <summary>Reads a slot whose instants keep their offset from UTC, which a <see cref="SharedValue"/> does not show.</summary>
    /// <param name="slot">Index in <see cref="Schema.Slots"/>.</param>
    /// <param name="instant">What is stored.</param>
    /// <returns>False when the slot is of another type in the file, unset or null.</returns>
    internal bool TryGetOffsetInstant(int slot, out StoredInstant instant)
    {
        if (_reference.TryGetPlace(slot, out long payload, out SlotType stored) && stored.EncodedKind == SlotKind.DateTimeTz)
        {
            instant = StoredTime.ReadStoredWithOffset(_reference.Region, payload);
            return true;
        }

        instant = default;
        return false;
    }
}
