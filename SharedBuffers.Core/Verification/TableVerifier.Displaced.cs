using System.Buffers.Binary;
using System.Numerics;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;

namespace SharedBuffers.Verification;

/// <remarks>Displaced keys: an entry lies where its hash and the displacement of its bucket say, and slots that nothing takes repeat the next entry, or the last one behind it.</remarks>
internal sealed partial class TableVerifier
{
    private void VerifyDisplaced()
    {
        var entries = new List<long>();
        bool[] hasKeys = new bool[1 << _header.BucketBits];
        long next = 0;
        for (long slot = 0; slot < _shape.SlotCount; slot++)
        {
            ulong hash = DisplacedHashAt(slot);
            int bucket = (int)(hash >> (64 - _header.BucketBits));
            ulong place = ((hash << _header.BucketBits) >> (64 - BitOperations.Log2(_header.HomeCount))) ^ DisplacementOf(bucket);
            if (place == (ulong)slot)
            {
                ExpectRepeats(next, slot, slot);
                next = slot + 1;
                hasKeys[bucket] = true;
                entries.Add(slot);
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

        // Runs lie in the order of the keys: of integers as they are mixed, of byte strings by XXH3.
        foreach (long slot in entries.OrderBy(KeyOrderOf).ThenBy(slot => ReadValue(ValuePositionOf(slot))))
        {
            CheckDisplaced(slot);
            _count++;
        }
    }

    private ulong DisplacedHashAt(long slot)
    {
        if (!_shape.HasIntegers)
        {
            return SampledHashOf(ReadKey(slot, Position(slot)));
        }

        ulong mixed = KeyAt(slot);
        Expect.That(_shape.KeyWidth != sizeof(uint) || mixed <= uint.MaxValue, At(slot), $"slot {slot} of the hash table has a key beyond 32 bits");
        return _shape.KeyWidth == sizeof(uint) ? mixed << 32 : mixed;
    }

    // The folded product of two words, each with a number made of the seed, and the length.
    private ulong SampledHashOf(ReadOnlySpan<byte> key)
    {
        (ulong low, ulong high) = SampleOf(key);
        ulong upper = Math.BigMul(low ^ XxHash3.Hash64(_header.Seed, 0), high ^ (XxHash3.Hash64(_header.Seed, 1) + (ulong)key.Length), out ulong lower);
        return upper ^ lower;
    }

    private (ulong Low, ulong High) SampleOf(ReadOnlySpan<byte> key) => key.Length switch
    {
        > 16 => (
            BinaryPrimitives.ReadUInt64LittleEndian(_header.SampledWords is SampledWords.Inner or SampledWords.Last ? key[^16..] : key),
            BinaryPrimitives.ReadUInt64LittleEndian(_header.SampledWords is SampledWords.Outer or SampledWords.Last ? key[^8..] : key[8..])),
        > 8 => (BinaryPrimitives.ReadUInt64LittleEndian(key), BinaryPrimitives.ReadUInt64LittleEndian(key[^8..])),
        >= 4 => (BinaryPrimitives.ReadUInt32LittleEndian(key) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(key[^4..]) << 32), 0),
        > 0 => (key[0] | ((ulong)key[key.Length / 2] << 8) | ((ulong)key[^1] << 16), 0),
        _ => (0, 0),
    };

    private ulong KeyOrderOf(long slot) => _shape.HasIntegers ? KeyAt(slot) : XxHash3.Hash64(ReadKey(slot, Position(slot)));

    private void CheckDisplaced(long slot)
    {
        long position = ValuePositionOf(slot);
        CheckValues(ReadValue(position), _shape.HasIntegers ? KeyAt(slot) : 0, slot, _shape.View.Offset + position);
        if (!_shape.HasIntegers)
        {
            _check.CheckKey(ReadKey(slot, Position(slot)), At(slot));
        }
    }

    private long ValuePositionOf(long slot) => Position(slot) + _header.SlotStride - _header.ValueWidth;

    private void ExpectRepeats(long first, long end, long slot)
    {
        ReadOnlySpan<byte> entry = _shape.View.GetSpan(Position(slot), _header.SlotStride);
        for (; first < end; first++)
        {
            Expect.That(
                _shape.View.GetSpan(Position(first), _header.SlotStride).SequenceEqual(entry), At(first), $"slot {first} of the hash table, which no entry takes, does not repeat the one in slot {slot}");
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
