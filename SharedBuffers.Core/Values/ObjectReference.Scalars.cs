using System.Numerics;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Values;

/// <summary>Values that slots point at and that are read as .NET types, because those are no larger than a view: nothing is allocated. Unset and null read as null.</summary>
/// <remarks>
/// In all of them <c>slot</c> is the index in the reader's schema, <c>packedOffset</c> the slot's <see cref="Schemas.Schema.GetPackedOffset"/> there, and <c>allSlots</c> the
/// reader's <see cref="Schemas.Schema.AllSlots"/>. Damaged payloads throw <see cref="CorruptBufferException"/>.
/// </remarks>
public readonly partial struct ObjectReference
{
    /// <summary>Reads an instant, as UTC.</summary>
    public DateTime? GetDateTimeOrNull(int slot, int packedOffset, ulong allSlots) =>
        TryGetPayload(slot, packedOffset, allSlots, out long payload) ? StoredTime.ReadInstant(_region, payload) : null;

    /// <summary>Reads an instant with its offset from UTC.</summary>
    public DateTimeOffset? GetDateTimeOffsetOrNull(int slot, int packedOffset, ulong allSlots) =>
        TryGetPayload(slot, packedOffset, allSlots, out long payload) ? StoredTime.ReadOffsetInstant(_region, payload) : null;

    /// <summary>Reads an instant with its offset from UTC just as they are stored: also what <see cref="DateTimeOffset"/> does not hold.</summary>
    public StoredInstant? GetInstantOrNull(int slot, int packedOffset, ulong allSlots) =>
        TryGetPayload(slot, packedOffset, allSlots, out long payload) ? StoredTime.ReadStoredWithOffset(_region, payload) : null;

    /// <summary>Reads a day.</summary>
    public DateOnly? GetDateOrNull(int slot, int packedOffset, ulong allSlots) =>
        TryGetPayload(slot, packedOffset, allSlots, out long payload) ? StoredTime.ReadDay(_region, payload) : null;

    /// <summary>Reads a decimal number as <see cref="decimal"/>.</summary>
    /// <exception cref="CorruptBufferException"><see cref="decimal"/> cannot hold exactly the stored number; <see cref="GetDecimal"/> shows it.</exception>
    public decimal? GetDecimalOrNull(int slot, int packedOffset, ulong allSlots)
    {
        if (!TryGetPayload(slot, packedOffset, allSlots, out long payload))
        {
            return null;
        }

        if (!SharedDecimal.Read(_region, payload).TryToDecimal(out decimal value))
        {
            ThrowHelper.Corrupt("A decimal number does not fit System.Decimal; a member of type BigDecimal reads any", payload);
        }

        return value;
    }

    /// <summary>Shows a decimal number of any precision; the null number when the slot is null or unset.</summary>
    public SharedDecimal GetDecimal(int slot, int packedOffset, ulong allSlots) =>
        TryGetPayload(slot, packedOffset, allSlots, out long payload) ? SharedDecimal.Read(_region, payload) : default;

    /// <summary>Reads sixteen bytes as a <see cref="Guid"/>, the most significant first.</summary>
    /// <exception cref="CorruptBufferException">There are more or fewer bytes than 16.</exception>
    public Guid? GetGuidOrNull(int slot, int packedOffset, ulong allSlots) =>
        TryGetPayload(slot, packedOffset, allSlots, out long payload) ? SharedBytes.ReadBytes(_region, payload).ToGuid() : null;

    /// <summary>Reads a complex number, stored as an array of one.</summary>
    /// <exception cref="CorruptBufferException">The array is of another type, or has more or fewer elements.</exception>
    public Complex? GetComplexOrNull(int slot, int packedOffset, ulong allSlots)
    {
        if (!TryGetPayload(slot, packedOffset, allSlots, out long payload))
        {
            return null;
        }

        SharedNdArray array = SharedNdArray.Read(_region, payload);
        if (array.Rank != 1 || array.Length != 1 || array.Type.IsRecord || !array.Type.Scalar.IsStoredAs<Complex>())
        {
            ThrowHelper.Corrupt($"An array of {array.Rank} dimensions and {array.Length} elements is no complex number", payload);
        }

        return array.Get<Complex>(0);
    }

    /// <summary>Shows raw bytes that are never compressed; the null byte string when the slot is null or unset.</summary>
    public SharedBytes GetBuffer(int slot, int packedOffset, ulong allSlots) =>
        TryGetPayload(slot, packedOffset, allSlots, out long payload) ? SharedBytes.ReadBuffer(_region, payload) : default;

    /// <summary>Shows a map; the null map, which is empty, when the slot is null or unset.</summary>
    /// <typeparam name="TKey">What its keys are read as.</typeparam>
    /// <typeparam name="TValue">What its values are read as.</typeparam>
    public SharedMap<TKey, TValue> GetMap<TKey, TValue>(int slot, int packedOffset, ulong allSlots) =>
        TryGetPayload(slot, packedOffset, allSlots, out long payload) ? new SharedMap<TKey, TValue>(_region, payload) : default;

    /// <summary>Shows a tuple; the null tuple when the slot is null or unset.</summary>
    public SharedTuple GetTuple(int slot, int packedOffset, ulong allSlots) =>
        TryGetPayload(slot, packedOffset, allSlots, out long payload) ? new SharedValue(_region, Layout.ValueTypeCode.MappedTuple, payload).AsTuple() : default;

    /// <summary>Shows an n-dimensional array; the null array when the slot is null or unset.</summary>
    public SharedNdArray GetNdArray(int slot, int packedOffset, ulong allSlots) =>
        TryGetPayload(slot, packedOffset, allSlots, out long payload) ? SharedNdArray.Read(_region, payload) : default;
}
