using SharedBuffers.Schemas;

namespace SharedBuffers.Values;

/// <summary>Views of values that slots point at. A slot that is unset or null reads as the <c>default</c> of its view, which is null and empty.</summary>
public readonly partial struct ObjectReference
{
    /// <summary>Shows text.</summary>
    /// <param name="slot">Index in the reader's schema.</param>
    /// <param name="packedOffset">The slot's <see cref="Schema.GetPackedOffset"/> in the reader's schema.</param>
    /// <param name="allSlots">The reader's <see cref="Schema.AllSlots"/>.</param>
    public SharedString GetString(int slot, int packedOffset, ulong allSlots) =>
        TryGetPayload(slot, packedOffset, allSlots, out long payload) ? SharedString.Read(_region, payload) : default;

    /// <summary>Shows bytes.</summary>
    /// <param name="slot">Index in the reader's schema.</param>
    /// <param name="packedOffset">The slot's <see cref="Schema.GetPackedOffset"/> in the reader's schema.</param>
    /// <param name="allSlots">The reader's <see cref="Schema.AllSlots"/>.</param>
    public SharedBytes GetBytes(int slot, int packedOffset, ulong allSlots) =>
        TryGetPayload(slot, packedOffset, allSlots, out long payload) ? SharedBytes.ReadBytes(_region, payload) : default;

    /// <summary>Shows a list or tuple.</summary>
    /// <typeparam name="T">What its elements are read as.</typeparam>
    /// <param name="slot">Index in the reader's schema.</param>
    /// <param name="packedOffset">The slot's <see cref="Schema.GetPackedOffset"/> in the reader's schema.</param>
    /// <param name="allSlots">The reader's <see cref="Schema.AllSlots"/>.</param>
    public SharedList<T> GetList<T>(int slot, int packedOffset, ulong allSlots) =>
        TryGetPayload(slot, packedOffset, allSlots, out long payload) ? new SharedList<T>(_region, payload) : default;

    /// <summary>Shows a set.</summary>
    /// <typeparam name="T">What its elements are read as.</typeparam>
    /// <param name="slot">Index in the reader's schema.</param>
    /// <param name="packedOffset">The slot's <see cref="Schema.GetPackedOffset"/> in the reader's schema.</param>
    /// <param name="allSlots">The reader's <see cref="Schema.AllSlots"/>.</param>
    public SharedSet<T> GetSet<T>(int slot, int packedOffset, ulong allSlots) =>
        TryGetPayload(slot, packedOffset, allSlots, out long payload) ? new SharedSet<T>(_region, payload) : default;

    /// <summary>Shows a value of any type, with its typecode.</summary>
    /// <param name="slot">Index in the reader's schema.</param>
    /// <param name="packedOffset">The slot's <see cref="Schema.GetPackedOffset"/> in the reader's schema.</param>
    /// <param name="allSlots">The reader's <see cref="Schema.AllSlots"/>.</param>
    public SharedValue GetValue(int slot, int packedOffset, ulong allSlots) =>
        TryGetPayload(slot, packedOffset, allSlots, out long payload) ? SharedValue.Read(_region, payload) : default;
}
