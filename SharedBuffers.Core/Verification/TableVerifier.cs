using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;

namespace SharedBuffers.Verification;

/// <summary>
/// Checks every slot of a hash table. The place of every entry follows from the hashes alone, so the whole table is derived again from its keys and compared:
/// order,
/// slots, tags, displacement and count. Stops at the first difference: what lies behind it follows from it.
/// </summary>
internal sealed partial class TableVerifier
{
    private const byte HeapKeyMark = 255;

    private readonly VerificationWork _work;
    private readonly TableShape _shape;
    private readonly HashTableHeader _header;
    private readonly string _step;
    private readonly ISlotCheck _check;

    private ulong _nextSlot;
    private ulong _lastHash;
    private ulong _longest;
    private ulong _count;
    private ulong _valueCount;
    private ulong _runUnits;

    private TableVerifier(VerificationWork work, TableShape shape, string step, ISlotCheck check)
    {
        _work = work;
        _shape = shape;
        _header = shape.Header;
        _step = step;
        _check = check;
    }

    /// <summary>What a table cannot know of its own entries.</summary>
    public interface ISlotCheck
    {
        /// <summary>The key that a reference leads to; it must exist.</summary>
        ReadOnlySpan<byte> GetKey(ulong reference, long offset);

        /// <summary>Looks at a byte-string key that lies in the table.</summary>
        void CheckKey(ReadOnlySpan<byte> key, long offset)
        {
        }

        /// <summary>Looks at a value that lies beside its key.</summary>
        /// <param name="value">The value.</param>
        /// <param name="integerKey">The key, where keys are integers: as it is where it stands for a place, mixed where it lies beside its value.</param>
        /// <param name="offset">Where the value is in the file.</param>
        void CheckValue(ulong value, ulong integerKey, long offset);
    }

    /// <summary>Checks all slots and returns the number of entries.</summary>
    /// <exception cref="CorruptBufferException">The first difference.</exception>
    public static ulong Verify(VerificationWork work, TableShape shape, string step, ISlotCheck check)
    {
        var verifier = new TableVerifier(work, shape, step, check);
        verifier.Verify();
        return verifier._count;
    }

    private void Verify()
    {
        if (_shape.HasLines)
        {
            VerifyLines();
        }
        else if (_shape.IsDirect)
        {
            VerifyPlaces();
        }
        else if (_header.IsDisplaced)
        {
            VerifyDisplaced();
        }
        else if (_header.Kind == HashTableKind.Fingerprints)
        {
            VerifyFingerprints();
        }
        else
        {
            VerifySlots();
        }

        Expect.That(_count == _header.EntryCount, _shape.View.Offset, $"the hash table: {_count} slots are occupied, the header counts {_header.EntryCount}");
        Expect.That(
            _longest == _header.LongestDisplacement,
            _shape.View.Offset,
            $"the hash table: the longest displacement is {_longest}, the header says {_header.LongestDisplacement}");
        bool isMulti = (_header.Flags & HashTableHeader.MultiFlag) != 0;
        Expect.That(
            !isMulti || _valueCount == _header.ValueCount,
            _shape.View.Offset + 42,
            $"the hash table: its keys have {_valueCount} values, the header counts {_header.ValueCount}");
        Expect.That(
            _runUnits == _header.ValueAreaLength / _header.ValueWidth,
            _shape.View.Offset + 56,
            $"the hash table: runs of {_runUnits} values do not fill the value area of {_header.ValueAreaLength} bytes");
        _work.Findings.KeyCount += (long)_count;
    }

    private void VerifySlots()
    {
        for (long slot = 0; slot < _shape.SlotCount; slot++)
        {
            byte tag = _shape.View.Read<byte>(HashTableHeader.Size + slot);
            if (tag != 0)
            {
                VerifySlot(slot, tag);
            }

            _work.Advance(_step, slot + 1, _shape.SlotCount);
        }

        VerifyTagEnd();
    }

    private void VerifyTagEnd()
    {
        for (long position = HashTableHeader.Size + _shape.SlotCount; position < _shape.SlotsOffset; position++)
        {
            Expect.That(_shape.View.Read<byte>(position) == 0, _shape.View.Offset + position, "the bytes behind the tags of the hash table are not zero");
        }
    }

    private void VerifySlot(long slot, byte tag)
    {
        ulong hash = ReadEntry(slot);
        Expect.That(
            _count == 0 || hash >= _lastHash,
            At(slot),
            $"slot {slot} of the hash table is not in the order of the hashes");

        // The first free slot at or after home, as the table was written.
        ulong home = Math.BigMul(hash, _header.HomeCount, out _);
        ulong place = Math.Max(home, _nextSlot);
        Expect.That((ulong)slot == place, At(slot), $"the entry in slot {slot} of the hash table belongs to slot {place}");

        uint expected = Math.Max((uint)hash & 0xFF, 1);
        Expect.That(tag == expected, At(slot), $"the tag of slot {slot} of the hash table is {tag}, not {expected}");
        _nextSlot = place + 1;
        _lastHash = hash;
        _longest = Math.Max(_longest, place - home);
        _count++;
    }

    /// <summary>The hash of the key of a slot; its value was looked at.</summary>
    private ulong ReadEntry(long slot)
    {
        long position = Position(slot);
        long valuePosition = position + _header.SlotStride - _header.ValueWidth;
        ulong value = ReadValue(valuePosition);
        long valueOffset = _shape.View.Offset + valuePosition;
        switch (_header.Kind)
        {
            case HashTableKind.References:
                return XxHash3.Hash64(_check.GetKey(value, valueOffset), _header.Seed);
            default:
                CheckValues(value, 0, slot, valueOffset);
                ReadOnlySpan<byte> key = ReadKey(slot, position);
                _check.CheckKey(key, At(slot));
                return XxHash3.Hash64(key, _header.Seed);
        }
    }

    /// <summary>The value, or all values of a run.</summary>
    private void CheckValues(ulong value, ulong integerKey, long slot, long valueOffset)
    {
        ulong runBit = 1UL << ((8 * _header.ValueWidth) - 1);
        if ((_header.Flags & HashTableHeader.MultiFlag) == 0 || (value & runBit) == 0)
        {
            _check.CheckValue(value, integerKey, valueOffset);
            _valueCount++;
            return;
        }

        ulong units = (ulong)_shape.ValueArea.Length / _header.ValueWidth;
        ulong start = value & ~runBit;
        Expect.That(start < units, At(slot), $"the values of slot {slot} of the hash table start at {start}, behind the {units} that are there");
        ulong count = ReadRun(start);
        Expect.That(count > 0 && count < units - start, At(slot), $"slot {slot} of the hash table claims {count} values at {start}, of {units} that are there");
        Expect.That(start == _runUnits, At(slot), $"the values of slot {slot} of the hash table start at {start}, not where those before them end");
        _valueCount += count;
        _runUnits += count + 1;
        for (ulong i = 1; i <= count; i++)
        {
            _check.CheckValue(ReadRun(start + i), integerKey, valueOffset);
        }
    }

    private ulong ReadRun(ulong unit) => _header.ValueWidth == sizeof(uint)
        ? _shape.ValueArea.Read<uint>((long)unit * sizeof(uint))
        : _shape.ValueArea.Read<ulong>((long)unit * sizeof(ulong));

    private ReadOnlySpan<byte> ReadKey(long slot, long position)
    {
        byte length = _shape.View.Read<byte>(position);
        if (length != HeapKeyMark)
        {
            Expect.That(
                length <= _header.KeyCapacity,
                At(slot),
                $"slot {slot} of the hash table: a key of {length} bytes lies in a slot for {_header.KeyCapacity}");
            return _shape.View.GetSpan(position + 1, length);
        }

        long offset = _shape.View.Read<long>(position + 1);
        Expect.That(
            offset >= 0 && offset <= _shape.KeyHeap.Length - sizeof(uint),
            At(slot),
            $"slot {slot} of the hash table: the key at {offset} is not in the {_shape.KeyHeap.Length} bytes of long keys");
        uint keyLength = _shape.KeyHeap.Read<uint>(offset);
        Expect.That(
            keyLength > _header.KeyCapacity && keyLength <= _shape.KeyHeap.Length - sizeof(uint) - offset,
            At(slot),
            $"slot {slot} of the hash table: the long key at {offset} has {keyLength} bytes");
        return _shape.KeyHeap.GetSpan(offset + sizeof(uint), (int)keyLength);
    }

    private ulong ReadValue(long position) => _header.ValueWidth == sizeof(uint) ? _shape.View.Read<uint>(position) : _shape.View.Read<ulong>(position);

    private long At(long slot) => _shape.View.Offset + Position(slot);

    private long Position(long slot) => _shape.SlotsOffset + (slot / _shape.SlotsPerHome * _header.SlotStride);
}
