using System.Numerics;
using SharedBuffers.Layout;

namespace SharedBuffers.Verification;

/// <remarks>Displaced integer keys: an entry lies where its hash and the displacement of its bucket say, and slots that nothing takes repeat the next entry, or the last one behind it.</remarks>
internal sealed partial class TableVerifier
{
    private void VerifyDisplaced()
    {
        var entries = new List<(ulong Mixed, long Slot)>();
        bool[] hasKeys = new bool[1 << _header.KeyCapacity];
        long next = 0;
        for (long slot = 0; slot < _shape.SlotCount; slot++)
        {
            ulong mixed = KeyAt(slot);
            ulong hash = _shape.KeyWidth == sizeof(uint) ? mixed << 32 : mixed;
            Expect.That(_shape.KeyWidth != sizeof(uint) || mixed <= uint.MaxValue, At(slot), $"slot {slot} of the hash table has a key beyond 32 bits");
            int bucket = (int)(hash >> (64 - _header.KeyCapacity));
            ulong place = ((hash << _header.KeyCapacity) >> (64 - BitOperations.Log2(_header.HomeCount))) ^ DisplacementOf(bucket);
            if (place == (ulong)slot)
            {
                ExpectRepeats(next, slot, slot);
                next = slot + 1;
                hasKeys[bucket] = true;
                entries.Add((mixed, slot));
            }

            _work.Advance(_step, slot + 1, _shape.SlotCount);
        }

        Expect.That(entries.Count > 0, _shape.View.Offset, "a hash table of displaced keys has none");
        ExpectRepeats(next, _shape.SlotCount, next - 1);
        ExpectZeros(HashTableHeader.Size + (sizeof(ushort) * (long)hasKeys.Length), _shape.SlotsOffset);
        ExpectZeros(Position(_shape.SlotCount), _shape.HeapOffset);
        for (int bucket = 0; bucket < hasKeys.Length; bucket++)
        {
            ulong most = hasKeys[bucket] ? _header.HomeCount - 1 : 0;
            Expect.That(DisplacementOf(bucket) <= most, _shape.View.Offset + DisplacementPosition(bucket), $"the displacement of bucket {bucket} of the hash table is above {most}");
        }

        // Runs lie in the order of the keys.
        entries.Sort();
        foreach ((ulong mixed, long slot) in entries)
        {
            CheckValues(ReadValue(ValuePosition(slot)), mixed, slot, _shape.View.Offset + ValuePosition(slot));
            _count++;
        }
    }

    private void ExpectRepeats(long first, long end, long slot)
    {
        for (; first < end; first++)
        {
            ExpectEntry(first, KeyAt(slot), ReadValue(ValuePosition(slot)));
        }
    }

    private void ExpectZeros(long first, long end)
    {
        for (; first < end; first++)
        {
            Expect.That(_shape.View.Read<byte>(first) == 0, _shape.View.Offset + first, "the bytes between the parts of the hash table are not zero");
        }
    }

    private ulong DisplacementOf(int bucket) => _shape.View.Read<ushort>(DisplacementPosition(bucket));

    private static long DisplacementPosition(int bucket) => HashTableHeader.Size + (sizeof(ushort) * (long)bucket);
}
