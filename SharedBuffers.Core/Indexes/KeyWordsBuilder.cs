using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SharedBuffers.Indexes;

/// <summary>
/// The canonical form of a short key of any type in a vector register, for lookups: tuples of integers and ASCII text, 4 to 32 bytes in all. What does not fit is written to memory by
/// <see cref="ObjectKeyWriter"/>. <c>docs/format/object-keys.md</c>.
/// </summary>
/// <remarks>
/// PERF: scenario object. The reason is that of <see cref="KeyWords"/>: bytes that were just written part by part, and are then read across two parts, wait for the misses of the lookups before.
/// </remarks>
internal struct KeyWordsBuilder
{
    private static readonly Vector256<byte> s_places = Vector256<byte>.Indices;

    // Zeros behind the length.
    private Vector256<byte> _bytes;
    private uint _length;

    /// <summary>Whether the machine has the registers.</summary>
    public static bool IsSupported => Vector256.IsHardwareAccelerated;

    /// <summary>Starts a tuple; its elements follow.</summary>
    /// <param name="count">Elements, as many as the short form can have.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeyWordsBuilder Tuple(int count) => new() { _bytes = Vector256.CreateScalar((byte)(ObjectKeyFormat.Tuple + count)), _length = 1 };

    /// <summary>Appends a part.</summary>
    /// <returns>Whether it could be; if not, the key has to be written to memory from its start.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAppend<T>(T item)
    {
        // Folded away for value types.
        if (typeof(T) == typeof(int))
        {
            return TryAppendInteger((int)(object)item!);
        }

        if (typeof(T) == typeof(uint))
        {
            return TryAppendInteger((uint)(object)item!);
        }

        if (typeof(T) == typeof(long))
        {
            return TryAppendInteger((long)(object)item!);
        }

        if (typeof(T) == typeof(ulong))
        {
            return TryAppendMagnitude(ObjectKeyFormat.NonNegative, (ulong)(object)item!);
        }

        return item is string text && TryAppendAscii(text);
    }

    /// <summary>The key, if it is neither too short nor too long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryComplete(out KeyWords key) => KeyWords.TryOf(_bytes, _length, out key);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryAppendInteger(long value) => value >= 0
        ? TryAppendMagnitude(ObjectKeyFormat.NonNegative, (ulong)value)
        : TryAppendMagnitude(ObjectKeyFormat.Negative, ~(ulong)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryAppendMagnitude(byte form, ulong magnitude)
    {
        uint bytes = (71 - (uint)BitOperations.LeadingZeroCount(magnitude)) / 8;
        Vector128<ulong> part = Vector128.Create(form + bytes | (magnitude << 8), magnitude >> 56);
        Vector256<byte> place = s_places - Vector256.Create((byte)_length);
        _bytes |= Vector256.Shuffle(part.AsByte().ToVector256(), place);
        _length += 1 + bytes;
        return _length <= Vector256<byte>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryAppendAscii(string text)
    {
        // SAFETY: each pair of loads is as many chars at the start and as many at the end, no more than the text has.
        ref ushort first = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text.AsSpan()));
        uint length = (uint)text.Length;
        Vector256<byte> halves;
        Vector256<ushort> all;
        uint half;
        if (length > 16)
        {
            if (length + _length >= (uint)Vector256<byte>.Count)
            {
                return false;
            }

            Vector256<ushort> head = Vector256.LoadUnsafe(ref first);
            Vector256<ushort> tail = Vector256.LoadUnsafe(ref first, length - 16);
            halves = Vector256.Narrow(head, tail);
            all = head | tail;
            half = 16;
        }
        else if (length >= 8)
        {
            Vector128<ushort> head = Vector128.LoadUnsafe(ref first);
            Vector128<ushort> tail = Vector128.LoadUnsafe(ref first, length - 8);
            halves = Vector128.Narrow(head, tail).ToVector256();
            all = (head | tail).ToVector256();
            half = 8;
        }
        else
        {
            (Vector128<ushort> chars, half) = LoadShort(ref first, length);
            halves = Vector128.Narrow(chars, Vector128<ushort>.Zero).ToVector256();
            all = chars.ToVector256();
        }

        // The two halves overlap in the text: behind the first one, a byte lies as far behind its place as they do. Places before the text and behind it lead out of the vector, or to its zeros.
        Vector256<sbyte> place = (s_places - Vector256.Create((byte)(_length + 1))).AsSByte();
        Vector256<sbyte> isBehindHalf = Vector256.GreaterThanOrEqual(place, Vector256.Create((sbyte)half));
        place += isBehindHalf & Vector256.Create((sbyte)((2 * half) - length));
        _bytes |= Vector256.Shuffle(halves, place.AsByte());
        _bytes |= Vector256.Equals(s_places, Vector256.Create((byte)_length)) & Vector256.Create((byte)(ObjectKeyFormat.Text + length));
        _length += 1 + length;
        return _length <= Vector256<byte>.Count && (all & Vector256.Create((ushort)0xff80)) == Vector256<ushort>.Zero;
    }

    // Up to seven chars: the first half of them and the last, 4, 2 or 1 each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<ushort> Chars, uint Half) LoadShort(ref ushort first, uint length)
    {
        // SAFETY: as above.
        ref byte bytes = ref Unsafe.As<ushort, byte>(ref first);
        if (length >= 4)
        {
            ulong tail = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, (length - 4) * sizeof(char)));
            return (Vector128.Create(Unsafe.ReadUnaligned<ulong>(ref bytes), tail).AsUInt16(), 4);
        }

        if (length >= 2)
        {
            uint tail = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref bytes, (length - 2) * sizeof(char)));
            return (Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(ref bytes) | ((ulong)tail << 32)).AsUInt16(), 2);
        }

        // A text has a char of zero behind its last one.
        return (Vector128.CreateScalar(first), 1);
    }
}
