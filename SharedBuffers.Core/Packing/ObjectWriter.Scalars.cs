using System.Numerics;
using System.Runtime.CompilerServices;
using SharedBuffers.Values;

namespace SharedBuffers.Packing;

/// <summary>Slots of times, decimals, buffers, maps, tuples and arrays. Like all of them they skip a slot that is unset or null.</summary>
public ref partial struct ObjectWriter
{
    /// <summary>Writes an instant. A local time is converted to UTC, one of unspecified kind is taken as UTC; what is finer than a microsecond is cut off.</summary>
    public readonly void WriteDateTime(int slot, DateTime value)
    {
        if (IsPresent(slot))
        {
            WritePointer(slot, ValuePacker.PackDateTime(_context, value));
        }
    }

    /// <summary>Writes an instant with its offset from UTC in minutes.</summary>
    public readonly void WriteDateTimeOffset(int slot, DateTimeOffset value)
    {
        if (IsPresent(slot))
        {
            WritePointer(slot, ValuePacker.PackDateTimeOffset(_context, value));
        }
    }

    /// <summary>Writes an instant as it was read, with its offset from UTC in minutes; one without an offset gets that of UTC.</summary>
    public readonly void WriteInstant(int slot, StoredInstant value)
    {
        if (IsPresent(slot))
        {
            WritePointer(slot, ValuePacker.PackDateTimeOffset(_context, value));
        }
    }

    /// <summary>Writes a day.</summary>
    public readonly void WriteDate(int slot, DateOnly value)
    {
        if (IsPresent(slot))
        {
            WritePointer(slot, ValuePacker.PackDate(_context, value));
        }
    }

    /// <summary>Writes a decimal number of any precision; <see cref="decimal"/> and <see cref="BigInteger"/> convert to it.</summary>
    public readonly void WriteDecimal(int slot, BigDecimal value)
    {
        if (IsPresent(slot))
        {
            WritePointer(slot, ValuePacker.PackDecimal(_context, value));
        }
    }

    /// <summary>Writes a decimal number.</summary>
    public readonly void WriteDecimal(int slot, decimal value) => WriteDecimal(slot, new BigDecimal(value));

    /// <summary>Writes an integer of any size as a decimal number.</summary>
    public readonly void WriteDecimal(int slot, BigInteger value) => WriteDecimal(slot, new BigDecimal(value));

    /// <summary>Writes sixteen bytes, the most significant first.</summary>
    public readonly void WriteGuid(int slot, Guid value)
    {
        if (IsPresent(slot))
        {
            Span<byte> bytes = stackalloc byte[16];
            value.TryWriteBytes(bytes, bigEndian: true, out _);
            WritePointer(slot, ValuePacker.PackBytes(_context, bytes));
        }
    }

    /// <summary>Writes a complex number, as an array of one.</summary>
    public readonly void WriteComplex(int slot, Complex value)
    {
        if (IsPresent(slot))
        {
            WritePointer(slot, ValuePacker.PackNdArray(_context, [value], 1));
        }
    }

    /// <summary>Writes raw bytes, never compressed.</summary>
    public readonly void WriteBuffer(int slot, ReadOnlyMemory<byte> value)
    {
        if (IsPresent(slot))
        {
            WritePointer(slot, ValuePacker.PackBuffer(_context, value.Span));
        }
    }

    /// <summary>Writes the entries of a map. An instance that was packed before is pointed at.</summary>
    /// <exception cref="ArgumentException">A key has no stable hash.</exception>
    public readonly void WriteMap<TKey, TValue>(int slot, IEnumerable<KeyValuePair<TKey, TValue>>? value)
    {
        if (IsPresent(slot) && value is not null)
        {
            WritePointer(slot, ValuePacker.PackMap(_context, value as IReadOnlyCollection<KeyValuePair<TKey, TValue>> ?? [.. value]));
        }
    }

    /// <summary>Writes the elements of a tuple: numbers in the narrowest width if all are integers, otherwise as values.</summary>
    /// <exception cref="ArgumentException">An element is of a type that has no encoding.</exception>
    public readonly void WriteTuple(int slot, ITuple? value)
    {
        if (IsPresent(slot) && value is not null)
        {
            WritePointer(slot, ValuePacker.PackSequenceObject(_context, value));
        }
    }

    /// <summary>Writes an n-dimensional array. An instance that was packed before is pointed at.</summary>
    public readonly void WriteNdArray(int slot, NdArray? value)
    {
        if (IsPresent(slot) && value is not null)
        {
            WritePointer(slot, ValuePacker.PackNdArrayOnce(_context, value));
        }
    }

    /// <summary>Writes a rectangular array of numbers. An instance that was packed before is pointed at.</summary>
    /// <exception cref="ArgumentException">Its elements are not numbers.</exception>
    public readonly void WriteNdArray(int slot, Array? value)
    {
        if (IsPresent(slot) && value is not null)
        {
            WritePointer(slot, ValuePacker.PackNdArrayOnce(_context, value));
        }
    }
}
