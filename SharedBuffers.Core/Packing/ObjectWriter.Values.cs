using System.Collections.Immutable;

namespace SharedBuffers.Packing;

/// <summary>Slots that are stored as a pointer to their payload. Every method skips a slot that is unset or null, whatever it is given.</summary>
public ref partial struct ObjectWriter
{
    /// <summary>Writes text.</summary>
    /// <exception cref="ArgumentException">The text has a surrogate without its pair.</exception>
    public readonly void WriteString(int slot, string? value)
    {
        if (IsPresent(slot) && value is not null)
        {
            WritePointer(slot, ValuePacker.PackString(_context, value));
        }
    }

    /// <summary>Writes bytes.</summary>
    public readonly void WriteBytes(int slot, byte[]? value)
    {
        if (IsPresent(slot) && value is not null)
        {
            WritePointer(slot, ValuePacker.PackBytes(_context, value));
        }
    }

    /// <summary>Writes the elements of an array, numbers in the width of <typeparamref name="T"/>.</summary>
    public readonly void WriteList<T>(int slot, T[]? value)
    {
        if (IsPresent(slot) && value is not null)
        {
            WritePointer(slot, ValuePacker.PackSequence(_context, value));
        }
    }

    /// <summary>Writes the elements of an immutable array, numbers in the width of <typeparamref name="T"/>.</summary>
    public readonly void WriteList<T>(int slot, ImmutableArray<T> value)
    {
        if (IsPresent(slot) && !value.IsDefault)
        {
            WritePointer(slot, ValuePacker.PackSequence(_context, value));
        }
    }

    /// <summary>Writes the elements of a collection in its order, numbers in the width of <typeparamref name="T"/>.</summary>
    public readonly void WriteList<T>(int slot, IEnumerable<T>? value)
    {
        if (IsPresent(slot) && value is not null)
        {
            WritePointer(slot, ValuePacker.PackSequence(_context, value as IReadOnlyCollection<T> ?? [.. value]));
        }
    }

    /// <summary>Writes the elements of a set; their order means nothing, equal ones are stored once.</summary>
    public readonly void WriteSet<T>(int slot, IEnumerable<T>? value)
    {
        if (IsPresent(slot) && value is not null)
        {
            WritePointer(slot, ValuePacker.PackSet(_context, value as IReadOnlyCollection<T> ?? [.. value]));
        }
    }

    /// <summary>Writes any value with its typecode, for <c>object</c> slots.</summary>
    /// <exception cref="ArgumentException">The value is of a type that has no encoding.</exception>
    public readonly void WriteValue(int slot, object? value)
    {
        if (IsPresent(slot) && value is not null)
        {
            WritePointer(slot, ValuePacker.PackAny(_context, value));
        }
    }
}
