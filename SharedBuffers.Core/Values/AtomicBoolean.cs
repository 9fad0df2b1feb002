using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>A bool slot of a mapped object that threads and processes may change while others read it. What <see cref="AtomicNumber{T}"/> says of numbers holds here.</summary>
public readonly struct AtomicBoolean
{
    private readonly MemoryRegion? _region;
    private readonly long _offset;

    internal AtomicBoolean(MemoryRegion region, long offset)
    {
        _region = region;
        _offset = offset;
    }

    /// <summary>The value: a volatile read, or a store that is a full fence.</summary>
    public bool Value
    {
        get => Region.VolatileRead<byte>(_offset) != 0;
        set => Region.Exchange(_offset, ToByte(value));
    }

    /// <summary>Replaces the value and returns the one before.</summary>
    public bool Exchange(bool value) => Region.Exchange(_offset, ToByte(value)) != 0;

    /// <summary>Replaces the value if it is the one expected.</summary>
    /// <returns>Whether it was replaced. A byte other than 0 and 1, which no writer makes, equals neither.</returns>
    public bool TryReplace(bool expected, bool value) => Region.CompareExchange(_offset, ToByte(value), ToByte(expected)) == ToByte(expected);

    private static byte ToByte(bool value) => value ? (byte)1 : (byte)0;

    private MemoryRegion Region => _region ?? ThrowDefault();

    private static MemoryRegion ThrowDefault()
    {
        ThrowHelper.InvalidOperation("This atomic slot is default: it stands for no slot of any object.");
        return null!;
    }
}
