using System.Buffers.Binary;
using System.Text.Unicode;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Verification;

/// <summary>A key of any type: that its bytes are the canonical ones, which no two equal keys differ in. <c>docs/format/object-keys.md</c>.</summary>
internal ref struct ObjectKeyVerifier
{
    private const byte Null = 0x00;
    private const byte Float = 0x01;
    private const byte LongText = 0x02;
    private const byte LongBytes = 0x03;
    private const byte LongTuple = 0x04;
    private const byte LongSet = 0x05;
    private const byte NonNegative = 0x10;
    private const byte Negative = 0x20;
    private const byte Tuple = 0x30;
    private const byte Set = 0x40;
    private const byte Text = 0x80;
    private const byte Bytes = 0xC0;
    private const int MaxShortBlock = 63;
    private const int MaxShortCount = 15;
    private const long NaNBits = 0x7FF8000000000000;

    private readonly ReadOnlySpan<byte> _key;
    private readonly long _offset;
    private int _position;
    private int _depth;

    private ObjectKeyVerifier(ReadOnlySpan<byte> key, long offset)
    {
        _key = key;
        _offset = offset;
    }

    /// <summary>Checks a key.</summary>
    /// <param name="key">Its bytes.</param>
    /// <param name="offset">Where they are in the file, for messages.</param>
    /// <exception cref="CorruptBufferException">They are not canonical.</exception>
    public static void Verify(ReadOnlySpan<byte> key, long offset)
    {
        var verifier = new ObjectKeyVerifier(key, offset);
        verifier.VerifyNext();
        verifier.Check(verifier._position == key.Length, "bytes follow the end of an encoded key");
    }

    private void VerifyNext()
    {
        byte form = Take(1)[0];
        switch (form)
        {
            case Null:
                break;
            case Float:
                VerifyFloat(BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(double))));
                break;
            case LongText:
                VerifyText(LongCount(MaxShortBlock));
                break;
            case LongBytes:
                Take(LongCount(MaxShortBlock));
                break;
            case LongTuple:
                VerifyElements(LongCount(MaxShortCount), areSorted: false);
                break;
            case LongSet:
                VerifyElements(LongCount(MaxShortCount), areSorted: true);
                break;
            case >= NonNegative and <= NonNegative + sizeof(ulong):
                VerifyMagnitude(form - NonNegative, byte.MaxValue);
                break;
            case >= Negative and <= Negative + sizeof(ulong):
                VerifyMagnitude(form - Negative, (byte)sbyte.MaxValue);
                break;
            case >= Bytes:
                Take(form - Bytes);
                break;
            case >= Text:
                VerifyText(form - Text);
                break;
            case >= Set and <= Set + MaxShortCount:
                VerifyElements(form - Set, areSorted: true);
                break;
            case >= Tuple and <= Tuple + MaxShortCount:
                VerifyElements(form - Tuple, areSorted: false);
                break;
            default:
                Check(false, "a byte that starts no encoded key");
                break;
        }
    }

    // The bounds are powers of two and exact.
    private readonly void VerifyFloat(long bits)
    {
        double value = BitConverter.Int64BitsToDouble(bits);
        bool isInteger = value >= -9223372036854775808.0 && value < 9223372036854775808.0 && Math.Truncate(value) == value;
        Check(!isInteger && (!double.IsNaN(value) || bits == NaNBits), "an encoded key has a floating-point number that is an integer, or another NaN");
    }

    private void VerifyText(int length) => Check(Utf8.IsValid(Take(length)), "an encoded key has text that is no UTF-8");

    private void VerifyMagnitude(int length, byte greatestLast)
    {
        ReadOnlySpan<byte> magnitude = Take(length);
        Check(length == 0 || magnitude[^1] != 0, "an encoded key has an integer with leading zeros");
        Check(length < sizeof(ulong) || magnitude[^1] <= greatestLast, "an encoded key has an integer below those of 64 bits");
    }

    private void VerifyElements(int count, bool areSorted)
    {
        // Every element takes a byte at least.
        Check(++_depth <= Limits.MaxDepth && count <= _key.Length - _position, "an encoded key claims more elements than fit, or nests too deep");
        ReadOnlySpan<byte> previous = [];
        for (int i = 0; i < count; i++)
        {
            int start = _position;
            VerifyNext();
            ReadOnlySpan<byte> element = _key[start.._position];
            Check(!areSorted || i == 0 || previous.SequenceCompareTo(element) < 0, "an encoded key has a set that is not sorted");
            previous = element;
        }

        _depth--;
    }

    private int LongCount(int maxShort)
    {
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
        Check(count <= int.MaxValue && count > maxShort, "an encoded key has a count that does not fit, or that the short form has");
        return (int)count;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        Check(count <= _key.Length - _position, "an encoded key ends early");
        ReadOnlySpan<byte> part = _key.Slice(_position, count);
        _position += count;
        return part;
    }

    private readonly void Check(bool condition, string damage)
    {
        if (!condition)
        {
            ThrowHelper.Corrupt($"{damage} (at {_position} of {_key.Length})", _offset);
        }
    }
}
