using System.Runtime.CompilerServices;
using SharedBuffers.Schemas;

namespace SharedBuffers.Values;

/// <summary>Slots that are stored as a pointer, relative to the object's header.</summary>
public readonly partial struct ObjectReference
{
    /// <summary>Shows an object of a nested schema; null when the slot is unset or null.</summary>
    /// <typeparam name="TView">The view that the reader's schema has for the slot.</typeparam>
    /// <param name="slot">Index in the reader's schema.</param>
    /// <param name="packedOffset">The slot's <see cref="Schema.GetPackedOffset"/> in the reader's schema.</param>
    /// <param name="allSlots">The reader's <see cref="Schema.AllSlots"/>.</param>
    public TView? GetObjectOrNull<TView>(int slot, int packedOffset, ulong allSlots)
        where TView : struct, IObjectView<TView> =>
        TryGetPayload(slot, packedOffset, allSlots, out long payload)
            ? TView.Create(new ObjectReference(_region, payload, _binding.GetNested(slot)))
            : null;

    /// <summary>Finds where a slot points.</summary>
    /// <param name="slot">Index in the reader's schema.</param>
    /// <param name="packedOffset">The slot's <see cref="Schema.GetPackedOffset"/> in the reader's schema.</param>
    /// <param name="allSlots">The reader's <see cref="Schema.AllSlots"/>.</param>
    /// <param name="payload">Offset from the start of the region, any number if the pointer is damaged: whoever reads there checks it.</param>
    /// <returns>False when the slot is unset or null.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryGetPayload(int slot, int packedOffset, ulong allSlots, out long payload)
    {
        if (IsWhole(packedOffset, allSlots))
        {
            payload = unchecked(_offset + _region.ReadInRun<long>(_offset, packedOffset));
            return true;
        }

        return TryGetPayload(slot, out payload);
    }

    /// <summary>Finds the bytes of a slot: the slot itself for a fixed type, its payload for all others.</summary>
    /// <param name="slot">Index in the reader's schema.</param>
    /// <param name="place">Offset from the start of the region, not checked against it.</param>
    /// <param name="stored">The type that the bytes have: the file's, which may be narrower than the reader's. The reader's if the file has no such slot.</param>
    /// <returns>False when the slot is unset or null.</returns>
    internal bool TryGetPlace(int slot, out long place, out SlotType stored)
    {
        int fileSlot = Binding.GetFileSlot(slot);
        stored = fileSlot < 0 ? _binding.Schema.Slots[slot].Type : _binding.FileSchema.Slots[fileSlot].Type;
        return stored.IsFixed ? TryFind(slot, out place, out _) : TryGetPayload(slot, out place);
    }

    /// <summary>Finds where a slot points, for readers that know only the slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryGetPayload(int slot, out long payload)
    {
        if (IsPresent(slot))
        {
            payload = unchecked(_offset + _region.ReadInRun<long>(_offset, _binding.GetOffset<long>(slot, _present)));
            return true;
        }

        if (_present != 0)
        {
            // The layout is the compiled one, so what is not present is nowhere.
            payload = 0;
            return false;
        }

        // A variable of its own: that of the caller would have to be in memory if a call had its address.
        bool found = TryFindPayload(this, slot, out long other);
        payload = other;
        return found;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryFindPayload(ObjectReference reference, int slot, out long payload)
    {
        bool found = reference.TryFind(slot, out long place, out _);
        payload = found ? unchecked(reference._offset + reference._region.Read<long>(place)) : 0;
        return found;
    }
}
