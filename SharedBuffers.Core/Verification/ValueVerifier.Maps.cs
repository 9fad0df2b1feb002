using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Schemas;

namespace SharedBuffers.Verification;

internal sealed partial class ValueVerifier
{
    private const int MapperOffset = 8;
    private const int MapperHeaderLength = 16;
    private const int MapperEntryLength = 24;

    /// <summary>A map: where its values are, an index from key hashes to keys and numbers of values, and the values.</summary>
    private void VerifyMap(long offset, SlotType type, int depth)
    {
        if (!Enter(offset, (int)SlotKind.MappedMap, depth))
        {
            return;
        }

        long mapper = offset + MapperOffset;
        Require(offset, MapperOffset + MapperHeaderLength, "the header of a map");
        long count = _area.Read<long>(mapper);
        long entries = Resolve(mapper, _area.Read<long>(mapper + sizeof(long)), mapper + sizeof(long));
        if (count < 0 || count > (_area.Length - entries) / MapperEntryLength)
        {
            Fail($"{count} entries of a map leave the {_area.Length} bytes of records", mapper);
        }

        long values = Resolve(offset, _area.Read<long>(offset), offset);
        SequenceShape shape = ReadSequence(values);
        if (shape.Count != count)
        {
            Fail($"a map has {count} keys and {shape.Count} values", offset);
        }

        ulong previous = 0;
        for (long i = 0; i < count; i++)
        {
            long entry = entries + i * MapperEntryLength;
            ulong hash = _area.Read<ulong>(entry);
            if (hash < previous)
            {
                Fail($"key {i} of a map has a hash below that of the one before", entry);
            }

            previous = hash;
            VerifyKey(mapper, entry, hash, type.KeyType, depth);
            ulong number = _area.Read<ulong>(entry + 2 * sizeof(long));
            if (number >= (ulong)count)
            {
                Fail($"a key of a map belongs to value {number} of {count}", entry + 2 * sizeof(long));
            }
        }

        VerifyElements(values, shape, type.ElementType, depth);
    }

    private void VerifyKey(long mapper, long entry, ulong hash, SlotType? type, int depth)
    {
        long position = entry + sizeof(long);
        long pointer = _area.Read<long>(position);
        ulong expected = StableHash.Null;
        if (pointer != NullPointer)
        {
            long key = Resolve(mapper, pointer, position);
            VerifyTagged(key, type, depth + 1);
            if (!TryHash(key, out expected))
            {
                return;
            }
        }

        if (hash != expected)
        {
            Fail($"the hash of a key of a map is {hash:x16}, not {expected:x16}", entry);
        }
    }

    /// <summary>The stable hash of a number, text or bytes that was verified; false for all other types.</summary>
    private bool TryHash(long offset, out ulong hash)
    {
        long payload = offset + 1;
        var code = (ValueTypeCode)_area.Read<byte>(offset);
        hash = code switch
        {
            ValueTypeCode.UInt8 or ValueTypeCode.Bool => StableHash.OfUInt64(_area.Read<byte>(payload)),
            ValueTypeCode.Int8 => StableHash.OfInt64(_area.Read<sbyte>(payload)),
            ValueTypeCode.UInt16 => StableHash.OfUInt64(_area.Read<ushort>(payload)),
            ValueTypeCode.Int16 => StableHash.OfInt64(_area.Read<short>(payload)),
            ValueTypeCode.UInt32 => StableHash.OfUInt64(_area.Read<uint>(payload)),
            ValueTypeCode.Int32 => StableHash.OfInt64(_area.Read<int>(payload)),
            ValueTypeCode.UInt64 => StableHash.OfUInt64(_area.Read<ulong>(payload)),
            ValueTypeCode.Int64 => StableHash.OfInt64(_area.Read<long>(payload)),
            ValueTypeCode.Float32 => StableHash.OfDouble(_area.Read<float>(payload)),
            ValueTypeCode.Float64 => StableHash.OfDouble(_area.Read<double>(payload)),
            ValueTypeCode.String or ValueTypeCode.Bytes => StableHash.OfBytes(ReadBytes(offset + TaggedHeaderLength)),
            _ => 0,
        };
        return hash != 0;
    }
}
