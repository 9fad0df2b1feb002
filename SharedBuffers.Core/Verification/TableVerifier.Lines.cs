namespace SharedBuffers.Verification;

/// <remarks>Lines of integer keys: an entry lies in the first free slot at or after its home line, and the slots before it that nothing else takes repeat it.</remarks>
internal sealed partial class TableVerifier
{
    private void VerifyLines()
    {
        // A lookup reads two lines, so there is one behind the home lines in any case.
        _longest = 1;
        long slot = 0;
        while (_count < _header.EntryCount && slot < _shape.SlotCount)
        {
            slot = VerifyEntry(slot) + 1;
            _work.Advance(_step, slot, _shape.SlotCount);
        }

        VerifyRest(slot);
        _work.Advance(_step, _shape.SlotCount, _shape.SlotCount);
    }

    /// <summary>Checks the entry that the slot shows, and all slots up to its place; returns that place.</summary>
    private long VerifyEntry(long slot)
    {
        ulong mixed = KeyAt(slot);
        ulong hash = _shape.KeyWidth == sizeof(uint) ? mixed << 32 : mixed;
        Expect.That(_count == 0 || hash > _lastHash, At(slot), $"slot {slot} of the hash table is not in the order of the keys");

        int slotsPerLine = _shape.SlotsPerHome;
        long home = (long)Math.BigMul(hash, _header.HomeCount, out _);
        long place = Math.Max(home * slotsPerLine, slot);
        Expect.That(place < _shape.SlotCount, At(slot), $"the entry in slot {slot} of the hash table belongs to slot {place}, behind the last one");
        ulong value = ReadValue(ValuePosition(slot));
        for (long repeated = slot + 1; repeated <= place; repeated++)
        {
            ExpectEntry(repeated, mixed, value);
        }

        CheckValues(value, mixed, slot, _shape.View.Offset + ValuePosition(slot));
        _lastHash = hash;
        _longest = Math.Max(_longest, (ulong)((place / slotsPerLine) - home));
        _count++;
        return place;
    }

    // Behind the last entry it is repeated. An empty table has the greatest key in two lines and the least in two.
    private void VerifyRest(long slot)
    {
        bool isEmpty = slot == 0;
        ulong key = !isEmpty ? KeyAt(slot - 1) : _shape.KeyWidth == sizeof(uint) ? uint.MaxValue : ulong.MaxValue;
        ulong value = isEmpty ? 0 : ReadValue(ValuePosition(slot - 1));
        for (; slot < _shape.SlotCount; slot++)
        {
            ExpectEntry(slot, isEmpty && slot >= 2 * _shape.SlotsPerHome ? 0 : key, value);
        }
    }

    private void ExpectEntry(long slot, ulong mixed, ulong value) =>
        Expect.That(
            KeyAt(slot) == mixed && ReadValue(ValuePosition(slot)) == value,
            At(slot),
            $"slot {slot} of the hash table shows neither an entry of its own nor the one next to it");

    private ulong KeyAt(long slot) => ReadValue(EntryPosition(slot));

    private long ValuePosition(long slot) => EntryPosition(slot) + _header.ValueWidth;

    private long EntryPosition(long slot) => _shape.SlotsOffset + (slot * 2 * _header.ValueWidth);
}
