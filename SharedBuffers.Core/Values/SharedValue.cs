using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>A stored value of any type, with the typecode that says which. Looking at it allocates nothing.</summary>
/// <remarks>
/// <para><see cref="Kind"/> says what it is, <c>GetXxx</c> reads it as that and throws <see cref="InvalidCastException"/> when it is something else,
/// <c>TryGetXxx</c> returns false instead, <see cref="ToObject"/> makes a deep copy of ordinary .NET objects.</para>
/// <para>Equality is equality of content, whatever the width of numbers: 1, 1.0 and true are equal, a list and a tuple are not, sets and maps have no order.</para>
/// <para>A readonly struct, safe to copy, store and share between threads. <c>default</c> is null. After the region's dispose every access throws
/// <see cref="ObjectDisposedException"/>; damaged data throws <see cref="CorruptBufferException"/>.</para>
/// </remarks>
public readonly partial struct SharedValue : IElementView<SharedValue>
{
    private readonly MemoryRegion? _region;
    private readonly long _payloadOffset;
    private readonly ValueTypeCode _code;

    internal SharedValue(MemoryRegion region, ValueTypeCode code, long payloadOffset)
    {
        _region = region;
        _code = code;
        _payloadOffset = payloadOffset;
    }

    /// <summary>The typecode as stored; <see cref="ValueTypeCode.None"/> for null.</summary>
    public ValueTypeCode TypeCode => _code;

    /// <summary>Whether this is null.</summary>
    public bool IsNull => _region is null;

    /// <summary>What the value is.</summary>
    public SharedValueKind Kind => _code switch
    {
        ValueTypeCode.None => SharedValueKind.Null,
        ValueTypeCode.Bool => SharedValueKind.Boolean,
        ValueTypeCode.String => SharedValueKind.String,
        ValueTypeCode.Bytes => SharedValueKind.Bytes,
        ValueTypeCode.Buffer => SharedValueKind.Buffer,
        ValueTypeCode.MappedList or ValueTypeCode.ProxiedList => SharedValueKind.List,
        ValueTypeCode.MappedTuple or ValueTypeCode.ProxiedTuple => SharedValueKind.Tuple,
        ValueTypeCode.MappedSet or ValueTypeCode.ProxiedSet => SharedValueKind.Set,
        ValueTypeCode.MappedMap or ValueTypeCode.ProxiedMap => SharedValueKind.Map,
        ValueTypeCode.NdArray => SharedValueKind.NdArray,
        ValueTypeCode.Decimal => SharedValueKind.Decimal,
        ValueTypeCode.DateTime => SharedValueKind.DateTime,
        ValueTypeCode.Date => SharedValueKind.Date,
        ValueTypeCode.Float32 or ValueTypeCode.Float64 => SharedValueKind.Float,
        >= ValueTypeCode.FirstUser => SharedValueKind.Object,
        _ => SharedValueKind.Integer,
    };

    /// <summary>The region that the value lies in.</summary>
    /// <exception cref="InvalidOperationException">The value is null.</exception>
    public MemoryRegion Region
    {
        get
        {
            if (_region is null)
            {
                ThrowHelper.InvalidOperation("A null value lies in no region.");
            }

            return _region;
        }
    }

    /// <summary>Offset of the payload behind the typecode, from the start of the region.</summary>
    public long PayloadOffset => _payloadOffset;

    bool IElementView<SharedValue>.CanShow(ValueTypeCode code) => true;

    SharedValue IElementView<SharedValue>.CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset) => new(region, code, payloadOffset);

    /// <summary>Shows the value that starts with its typecode at an offset: what <c>ValuePacker.PackAny</c> returned, behind what lies before it. O(1), allocates nothing.</summary>
    /// <param name="region">Where the value lies.</param>
    /// <param name="offset">Bytes from the start of the region.</param>
    /// <exception cref="CorruptBufferException">No value can lie there.</exception>
    /// <exception cref="ObjectDisposedException">The region was disposed.</exception>
    public static SharedValue Read(MemoryRegion region, long offset)
    {
        ArgumentNullException.ThrowIfNull(region);
        ValueTypeCode code = ValueHeader.ReadCode(region, offset);
        long payload = ValueHeader.PayloadOffset(code, offset);

        // Every payload has at least one byte, so a value at the very end is refused here and not at its first use.
        region.CheckBounds(payload, 1);
        return new SharedValue(region, code, payload);
    }
}
