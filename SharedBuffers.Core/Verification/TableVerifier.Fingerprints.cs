using SharedBuffers.Layout;

namespace SharedBuffers.Verification;

/// <remarks>
/// Fingerprints: without keys nothing says where an entry belongs. What the header says of the table follows from which slots are occupied, and the false-positive rate does
/// too: it is derived again.
/// </remarks>
internal sealed partial class TableVerifier
{
    private void VerifyFingerprints()
    {
        // Homes by the slots that a search from them looks at: at most one more than the longest displacement, which the shape bounded.
        long[] homesBySlots = new long[_header.LongestDisplacement + 2];
        long run = 0;
        for (long slot = 0; slot < _shape.SlotCount; slot++)
        {
            if (_shape.View.Read<byte>(HashTableHeader.Size + slot) != 0)
            {
                run++;
                _count++;
                Expect.That(slot < (long)_header.HomeCount || run > 1, At(slot), $"slot {slot} of the hash table lies behind the homes, and the one before it is empty");
                long position = Position(slot) + _header.SlotStride - _header.ValueWidth;
                CheckValues(ReadValue(position), 0, slot, _shape.View.Offset + position);
            }
            else
            {
                CountRun(homesBySlots, slot, run);
                run = 0;
                Expect.That(
                    _shape.View.GetSpan(Position(slot), _header.SlotStride).IndexOfAnyExcept((byte)0) < 0,
                    At(slot),
                    $"slot {slot} of the hash table is empty, but its bytes are not zero");
            }

            _work.Advance(_step, slot + 1, _shape.SlotCount);
        }

        CountRun(homesBySlots, _shape.SlotCount, run);
        _longest = _header.LongestDisplacement;
        double rate = RateOf(homesBySlots);
        Expect.That(
            rate == _header.FalsePositiveRate,
            _shape.View.Offset + 48,
            $"the hash table: its false-positive rate is {rate:r}, the header says {_header.FalsePositiveRate:r}");
        VerifyTagEnd();
    }

    /// <summary>Counts the homes among occupied neighbours that end before a slot.</summary>
    private void CountRun(long[] homesBySlots, long end, long length)
    {
        for (long slots = 1; slots <= length; slots++)
        {
            homesBySlots[Math.Min(slots, homesBySlots.Length - 1)] += end - slots < (long)_header.HomeCount ? 1 : 0;
        }
    }

    private double RateOf(long[] homesBySlots)
    {
        // Of 65536 pairs of bytes, 254 + 4 have equal tags. Each further bit halves the number.
        double equal = Math.ScaleB(258, -8 - _header.KeyCapacity);
        double found = 0;
        double sum = 0;
        for (int slots = 1; slots < homesBySlots.Length; slots++)
        {
            found += equal * (1 - found);
            sum += homesBySlots[slots] * found;
        }

        return Math.Min(1, (sum / _header.HomeCount) + Math.ScaleB((double)_count, -64));
    }
}
