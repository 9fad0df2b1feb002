using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SharedBuffers.Hashing;

namespace SharedBuffers.Indexes;

/// <summary>
/// A key of 4 to 32 bytes in two vector registers: its first and its last bytes, which overlap. That is what its hash and a comparison read, so a short text is hashed
/// and compared without being written to memory as UTF-8 first.
/// </summary>
/// <remarks>
/// PERF: scenario string, "string arguments". Bytes that were just narrowed to the stack and are read across two of the stores must wait until those stores retire,
/// and with them for the cache misses of the lookups before: no two lookups overlap.
/// </remarks>
internal readonly unsafe struct KeyWords
{
    /// <summary>The longest key that fits.</summary>
    public const uint MaxLength = 32;

    private const uint MinLength = 4;
    private const uint Half = 16;
    private const uint Quarter = 8;

    // Up to 8 bytes: the first 4 and the last 4 in one word, and zeros, twice. Up to 16: the first 8 and the last 8, twice. Above: the first 16 and the last 16.
    private readonly Vector128<byte> _first;
    private readonly Vector128<byte> _last;

    private KeyWords(Vector128<byte> first, Vector128<byte> last, uint length)
    {
        _first = first;
        _last = last;
        Length = length;
    }

    /// <summary>Bytes of the key.</summary>
    public uint Length { get; }

    /// <summary>Whether a key of so many bytes fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fits(int length) => (uint)length - MinLength <= MaxLength - MinLength;

    /// <summary>Whether a key of so many bytes has two ends: longer keys than fit do, and <see cref="Load(ReadOnlySpan{byte})"/> takes these.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasEnds(int length) => (uint)length >= MinLength;

    /// <summary>Loads a key and hashes it. Up to 16 bytes are hashed from memory: to take them out of a vector costs more instructions than to load them twice.</summary>
    /// <param name="key">A key whose length <see cref="Fits"/>.</param>
    /// <param name="seed">The seed of its hash.</param>
    /// <param name="hash">XXH3-64 of the key.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeyWords Load(ReadOnlySpan<byte> key, in XxHash3Seed seed, out ulong hash)
    {
        // SAFETY: the length fits, so that both loads of each case lie inside: 16 bytes of at least 17, 8 of at least 9, or 4 of at least 4.
        ref byte first = ref MemoryMarshal.GetReference(key);
        uint length = (uint)key.Length;
        if (length > Half)
        {
            var ends = new KeyWords(Vector128.LoadUnsafe(ref first), Vector128.LoadUnsafe(ref Unsafe.SubtractByteOffset(ref Unsafe.AddByteOffset(ref first, length), Half)), length);
            hash = XxHash3.Hash17To32(ends._first, ends._last, length, seed);
            return ends;
        }

        Vector128<byte> words;
        if (length > Quarter)
        {
            ulong firstWord = ReadWord(ref first, 0);
            ulong lastWord = ReadWord(ref first, length - sizeof(ulong));
            hash = XxHash3.Hash9To16(firstWord, lastWord, length, seed);
            words = Vector128.Create(firstWord, lastWord).AsByte();
        }
        else
        {
            ulong halves = ReadHalfWord(ref first, 0) | ((ulong)ReadHalfWord(ref first, length - sizeof(uint)) << 32);
            hash = XxHash3.Hash4To8(halves, length, seed);
            words = Vector128.CreateScalar(halves).AsByte();
        }

        return new KeyWords(words, words, length);
    }

    /// <summary>Loads a key whose hash the caller has.</summary>
    /// <param name="key">A key whose length <see cref="Fits"/>, or one that <see cref="HasEnds"/>: of more than 32 bytes, the first and the last 16 are all that is loaded and compared.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeyWords Load(ReadOnlySpan<byte> key)
    {
        // SAFETY: as above.
        ref byte first = ref MemoryMarshal.GetReference(key);
        uint length = (uint)key.Length;
        if (length > Half)
        {
            return new KeyWords(Vector128.LoadUnsafe(ref first), Vector128.LoadUnsafe(ref first, length - Half), length);
        }

        Vector128<byte> words = length > Quarter
            ? Vector128.Create(ReadWord(ref first, 0), ReadWord(ref first, length - sizeof(ulong))).AsByte()
            : Vector128.CreateScalar(ReadHalfWord(ref first, 0) | ((ulong)ReadHalfWord(ref first, length - sizeof(uint)) << 32)).AsByte();
        return new KeyWords(words, words, length);
    }

    /// <summary>The UTF-8 of a text, if it is ASCII and fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryNarrow(ReadOnlySpan<char> text, out KeyWords key)
    {
        Unsafe.SkipInit(out key);
        if (!Vector128.IsHardwareAccelerated || !Fits(text.Length))
        {
            return false;
        }

        // SAFETY: two overlapping loads of 4, 8 or 16 chars, the first at the start and the last at the end: all lie inside.
        fixed (char* source = &MemoryMarshal.GetReference(text))
        {
            nuint length = (nuint)text.Length;
            if (length > Half)
            {
                Vector256<ushort> head = Vector256.Load((ushort*)source);
                Vector256<ushort> tail = Vector256.Load((ushort*)source + length - Half);
                key = new KeyWords(Vector128.Narrow(head.GetLower(), head.GetUpper()), Vector128.Narrow(tail.GetLower(), tail.GetUpper()), (uint)length);
                return ((head | tail) & Vector256.Create((ushort)0xff80)) == Vector256<ushort>.Zero;
            }

            if (length > Quarter)
            {
                Vector128<ushort> head = Vector128.Load((ushort*)source);
                Vector128<ushort> tail = Vector128.Load((ushort*)source + length - Quarter);
                Vector128<byte> words = Vector128.Narrow(head, tail);
                key = new KeyWords(words, words, (uint)length);
                return ((head | tail) & Vector128.Create((ushort)0xff80)) == Vector128<ushort>.Zero;
            }

            var ends = Vector128.Create(Unsafe.ReadUnaligned<ulong>(source), Unsafe.ReadUnaligned<ulong>(source + length - sizeof(uint))).AsUInt16();
            Vector128<byte> narrow = Vector128.Narrow(ends, Vector128<ushort>.Zero);
            key = new KeyWords(narrow, narrow, (uint)length);
            return (ends & Vector128.Create((ushort)0xff80)) == Vector128<ushort>.Zero;
        }
    }

    /// <summary>The 16 bytes of a GUID in the order of its text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeyWords Of(Guid key)
    {
        Vector128<byte> bytes = Vector128.Shuffle(Unsafe.BitCast<Guid, Vector128<byte>>(key), Vector128.Create((byte)3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15));
        return new KeyWords(bytes, bytes, Half);
    }

    /// <summary>A key that lies in a register already, if its length fits.</summary>
    /// <param name="bytes">The key, zeros behind it.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="key">The key.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryOf(Vector256<byte> bytes, uint length, out KeyWords key)
    {
        Vector128<byte> first = bytes.GetLower();
        uint half = length > Half ? Half : length > Quarter ? Quarter : sizeof(uint);
        Vector128<byte> last = Vector256.Shuffle(bytes, Vector256<byte>.Indices + Vector256.Create((byte)(length - half))).GetLower();
        if (length <= Quarter)
        {
            first = last = Vector128.CreateScalar(first.AsUInt32().ToScalar() | ((ulong)last.AsUInt32().ToScalar() << 32)).AsByte();
        }
        else if (length <= Half)
        {
            first = last = Vector128.Create(first.AsUInt64().ToScalar(), last.AsUInt64().ToScalar()).AsByte();
        }

        key = new KeyWords(first, last, length);
        return Fits((int)length);
    }

    /// <summary>XXH3-64 of the key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(in XxHash3Seed seed)
    {
        if (Length > Half)
        {
            return XxHash3.Hash17To32(_first, _last, Length, seed);
        }

        Vector128<ulong> first = _first.AsUInt64();
        return Length > Quarter ? XxHash3.Hash9To16(first.ToScalar(), first.GetElement(1), Length, seed) : XxHash3.Hash4To8(first.ToScalar(), Length, seed);
    }

    /// <summary>The hash of a sample of the key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(in SampledHash function) => function.Hash(_first, _last, Length);

    /// <summary>What tells the bytes at a place from the key: zero where they are equal. The caller has checked that <see cref="Length"/> bytes are there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> DifferenceFrom(byte* place) => DifferenceFrom(place, 0);

    /// <summary>The same for a place that begins with the number of its bytes: zero where that is equal too. As many bytes as the key has are there, whatever the number says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    // SAFETY: the caller's place has the number in its first byte.
    public Vector128<byte> DifferenceFromCounted(byte* place) =>
        DifferenceFrom(place, 1) | (Vector128<byte>.Zero.WithElement(0, *place) ^ Vector128.CreateScalar(Length).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<byte> DifferenceFrom(byte* place, nuint start)
    {
        // SAFETY: as for Load.
        if (Length > Half)
        {
            return (Vector128.Load(place + start) ^ _first) | (Vector128.Load(place + start + Length - Half) ^ _last);
        }

        return Length > Quarter
            ? Vector128.Create(Unsafe.ReadUnaligned<ulong>(place + start), Unsafe.ReadUnaligned<ulong>(place + start + Length - sizeof(ulong))).AsByte() ^ _first
            : Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(place + start) | ((ulong)Unsafe.ReadUnaligned<uint>(place + start + Length - sizeof(uint)) << 32)).AsByte() ^ _first;
    }

    // SAFETY: as below.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint ReadHalfWord(ref byte first, nuint offset) => Unsafe.ReadUnaligned<uint>(ref Unsafe.AddByteOffset(ref first, offset));

    // SAFETY: the caller's word lies in its key.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ReadWord(ref byte first, nuint offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref first, offset));
}
