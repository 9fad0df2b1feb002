using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;

namespace SharedBuffers.Verification;

/// <summary>
/// Checks every slot of a hash table. The place of every entry follows from the hashes alone, so the whole table is derived again from its keys and compared:
/// order, buckets,
/// slots, tags, limit bytes, probe length and count. Stops at the first difference: what lies behind it follows from it.
/// </summary>
internal sealed class TableVerifier
{
    private const int NoLimit = byte.MaxValue;
    private const byte HeapKeyMark = 255;

    private readonly VerificationWork _work;
    private readonly TableShape _shape;
    private readonly HashTableHeader _header;
    private readonly string _step;
    private readonly ISlotCheck _check;

    private long _bucket;
    private int _slot = -1;
    private ulong _lastHash;
    private ulong _longestProbe;
    private ulong _count;

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

        /// <summary>Looks at a value that lies beside its key.</summary>
        /// <param name="value">The value.</param>
        /// <param name="integerKey">The key, where keys are integers.</param>
        /// <param name="offset">Where the value is in the file.</param>
        void CheckValue(ulong value, ulong integerKey, long offset);
    }

    /// <summary>Checks all buckets and returns the number of entries.</summary>
    /// <exception cref="CorruptBufferException">The first difference.</exception>
    public static ulong Verify(VerificationWork work, TableShape shape, string step, ISlotCheck check)
    {
        var verifier = new TableVerifier(work, shape, step, check);
        verifier.Verify();
        return verifier._count;
    }

    private void Verify()
    {
        for (long bucket = 0; bucket < _shape.BucketCount; bucket++)
        {
            bool ended = false;
            for (int slot = 0; slot < _header.SlotCount; slot++)
            {
                if (!IsOccupied(bucket, slot))
                {
                    ended = true;
                }
                else
                {
                    Expect.That(!ended, At(bucket), $"bucket {bucket} of the hash table: slot {slot} is occupied, the one before is not");
                    VerifySlot(bucket, slot);
                }
            }

            _work.Advance(_step, bucket + 1, _shape.BucketCount);
        }

        VerifyLimits(_shape.BucketCount, NoLimit);
        Expect.That(_count == _header.EntryCount, At(0), $"the hash table: {_count} slots are occupied, the header counts {_header.EntryCount}");
        Expect.That(
            _longestProbe == _header.LongestProbe,
            At(0),
            $"the hash table: the longest probe is {_longestProbe}, the header says {_header.LongestProbe}");
        _work.Findings.KeyCount += (long)_count;
    }

    private void VerifySlot(long bucket, int slot)
    {
        ulong hash = ReadEntry(bucket, slot);
        Expect.That(
            _count == 0 || (_shape.IsTagged ? hash >= _lastHash : hash > _lastHash),
            At(bucket),
            $"bucket {bucket} of the hash table: slot {slot} is not in the order of the hashes");
        ulong home = Math.BigMul(hash, _header.HomeBucketCount, out ulong fraction);
        uint tag = Math.Max((uint)(fraction >> 56), 1);

        // The first free slot at or after home, as the table was written.
        long lastBucket = _bucket;
        if ((long)home > _bucket || _slot + 1 == _header.SlotCount)
        {
            _bucket = Math.Max((long)home, _bucket + ((long)home > _bucket ? 0 : 1));
            _slot = 0;
        }
        else
        {
            _slot++;
        }

        Expect.That(
            bucket == _bucket && slot == _slot,
            At(bucket),
            $"bucket {bucket} of the hash table: the entry in slot {slot} belongs to slot {_slot} of bucket {_bucket}");
        if (_shape.IsTagged)
        {
            byte found = _shape.View.Read<byte>(Position(bucket, slot));
            Expect.That(found == tag, At(bucket), $"bucket {bucket} of the hash table: the tag of slot {slot} is {found}, not {tag}");
        }

        if (bucket > lastBucket)
        {
            _bucket = lastBucket;
            VerifyLimits(bucket, (long)home > lastBucket ? NoLimit : (long)home < lastBucket ? 0 : (int)tag - 1);
            _bucket = bucket;
        }

        _lastHash = hash;
        _longestProbe = Math.Max(_longestProbe, (ulong)bucket - home);
        _count++;
    }

    /// <summary>
    /// The limit bytes from the last bucket with an entry up to <paramref name="end"/>: the first tells which keys went on, the others stand for empty
    /// buckets.
    /// </summary>
    private void VerifyLimits(long end, int first)
    {
        if (!_shape.IsTagged)
        {
            return;
        }

        for (long bucket = _bucket; bucket < end; bucket++)
        {
            int expected = bucket == _bucket ? first : NoLimit;
            int found = _shape.View.Read<byte>(Position(bucket, _header.SlotCount));
            Expect.That(found == expected, At(bucket), $"bucket {bucket} of the hash table: the limit is {found}, not {expected}");
        }
    }

    private bool IsOccupied(long bucket, int slot)
    {
        long position = Position(bucket, _shape.IsTagged ? slot : slot * _shape.KeyWidth);
        return _header.Kind switch
        {
            HashTableKind.UInt32Keys => _shape.View.Read<uint>(position) != uint.MaxValue,
            HashTableKind.UInt64Keys => _shape.View.Read<ulong>(position) != ulong.MaxValue,
            _ => _shape.View.Read<byte>(position) != 0,
        };
    }

    /// <summary>The hash of the key of a slot; its value was looked at.</summary>
    private ulong ReadEntry(long bucket, int slot)
    {
        long position = Position(bucket, _shape.SlotsOffset + slot * _shape.SlotStride);
        switch (_header.Kind)
        {
            case HashTableKind.References:
                return XxHash3.Hash64(_check.GetKey(ReadValue(position), _shape.View.Offset + position), _header.Seed);
            case HashTableKind.InlineKeys:
                long valuePosition = position + 1 + _header.KeyCapacity;
                _check.CheckValue(ReadValue(valuePosition), 0, _shape.View.Offset + valuePosition);
                return XxHash3.Hash64(ReadKey(bucket, position), _header.Seed);
            default:
                ulong mixed = _shape.KeyWidth == sizeof(uint) ? _shape.View.Read<uint>(position) : _shape.View.Read<ulong>(position);
                long value = Position(bucket, _shape.ValuesOffset + slot * _header.ValueWidth);
                _check.CheckValue(ReadValue(value), mixed, _shape.View.Offset + value);
                return _shape.KeyWidth == sizeof(uint) ? mixed << 32 : mixed;
        }
    }

    private ReadOnlySpan<byte> ReadKey(long bucket, long position)
    {
        byte length = _shape.View.Read<byte>(position);
        if (length != HeapKeyMark)
        {
            Expect.That(
                length <= _header.KeyCapacity,
                At(bucket),
                $"bucket {bucket} of the hash table: a key of {length} bytes lies in a slot for {_header.KeyCapacity}");
            return _shape.View.GetSpan(position + 1, length);
        }

        long offset = _shape.View.Read<long>(position + 1);
        Expect.That(
            offset >= 0 && offset <= _shape.KeyHeap.Length - sizeof(uint),
            At(bucket),
            $"bucket {bucket} of the hash table: the key at {offset} is not in the {_shape.KeyHeap.Length} bytes of long keys");
        uint keyLength = _shape.KeyHeap.Read<uint>(offset);
        Expect.That(
            keyLength > _header.KeyCapacity && keyLength <= _shape.KeyHeap.Length - sizeof(uint) - offset,
            At(bucket),
            $"bucket {bucket} of the hash table: the long key at {offset} has {keyLength} bytes");
        return _shape.KeyHeap.GetSpan(offset + sizeof(uint), (int)keyLength);
    }

    private ulong ReadValue(long position) => _header.ValueWidth == sizeof(uint) ? _shape.View.Read<uint>(position) : _shape.View.Read<ulong>(position);

    private long At(long bucket) => _shape.View.Offset + Position(bucket, 0);

    private long Position(long bucket, int offset) => HashTableHeader.Size + bucket * _header.BucketSize + offset;
}
