using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <remarks>
/// Integer keys lie in lines of 64 bytes, each beside its value: pairs of words. The home line of a key is <c>high64(hash * lines)</c>, and since a mixed key is its
/// own hash, keys ascend from the first line to the last. Slots that would be empty repeat the next entry, so that all slots ascend, and a search needs neither tags
/// nor marks: it compares all words of the home line and the one behind it at once. Where none is equal, the last key says whether those behind it can be, which is
/// rare. So a lookup, found or not, is one place in memory and hardly ever a branch that the processor guesses wrong.
/// </remarks>
internal sealed unsafe partial class RawTable
{
    /// <summary>Words of a line at even places: the keys.</summary>
    private const uint EvenWords = 0x55555555;

    /// <summary>Finds the value of a 64-bit key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindUInt64(ulong key, out ulong value) => FindUInt64(key, out value) is not null;

    /// <summary>Finds the value of a 32-bit key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindUInt32(uint key, out ulong value) => FindUInt32(key, out value) is not null;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FindUInt64(ulong key, out ulong value)
    {
        if (_path == LookupPath.WideLines)
        {
            return FindWide(_integers.Mix(key), out value);
        }

        if (_path == LookupPath.WideDisplaced)
        {
            return FindDisplaced(_integers.Mix(key), out value);
        }

        if (_path == LookupPath.WideDirect)
        {
            return FindDirect(unchecked(key - _firstKey), wide: true, out value);
        }

        // A variable of its own: that of the caller would have to be in memory if a call had its address.
        byte* found = FindOther(key, out ulong other);
        value = other;
        return found;
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FindUInt32(uint key, out ulong value)
    {
        if (_path == LookupPath.WideDirect)
        {
            return FindDirect(unchecked(key - (uint)_firstKey), wide: true, out value);
        }

        if (_path == LookupPath.NarrowDirect)
        {
            return FindDirect(unchecked(key - (uint)_firstKey), wide: false, out value);
        }

        uint mixed = _integers.Mix(key);
        if (_path == LookupPath.WideLines)
        {
            return FindWide(HashOfMixed32(mixed), mixed, out value);
        }

        if (_path == LookupPath.NarrowLines)
        {
            return FindNarrow(mixed, out value);
        }

        if (_path == LookupPath.WideDisplaced)
        {
            return FindDisplaced(HashOfMixed32(mixed), mixed, out value);
        }

        if (_path == LookupPath.NarrowDisplaced)
        {
            return FindNarrowDisplaced(mixed, out value);
        }

        byte* found = FindOther(key, out ulong other);
        value = other;
        return found;
    }

    /// <summary>The key and value at a position, for enumeration in the order of the table; false where there is no entry, or one that was there before.</summary>
    /// <exception cref="CorruptBufferException">The mixed keys do not ascend.</exception>
    public bool TryReadInteger(long position, out ulong key, out ulong value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)position, (ulong)PositionCount, nameof(position));
        if (Geometry.IsDirect)
        {
            return TryReadDirect(position, out key, out value);
        }

        bool occupied = Geometry.HasLines ? TryReadMixed(position, out ulong mixed, out value) : TryReadDisplaced(position, out mixed, out value);
        key = Geometry.Kind == HashTableKind.UInt32Keys ? _integers.Unmix((uint)mixed) : _integers.Unmix(mixed);
        return occupied;
    }

    /// <summary>The same with the key as it lies in its line. The position is below the number of positions.</summary>
    internal bool TryReadMixed(long position, out ulong mixed, out ulong value)
    {
        // SAFETY: an entry at a position below their number lies in the area.
        byte* entry = Area + (position * (_wide ? 16 : 8));
        mixed = ReadWord(entry, 0);
        value = ReadWord(entry, 1);
        ulong previous = position == 0 ? mixed : ReadWord(entry, -2);
        GC.KeepAlive(this);
        if (previous > mixed || (mixed > uint.MaxValue && Geometry.Kind == HashTableKind.UInt32Keys))
        {
            ThrowHelper.Corrupt($"The keys of the hash table do not ascend, or are too great, at position {position}", _tagsOffset + (position * (_wide ? 16 : 8)));
        }

        return position == 0 || previous != mixed;
    }

    /// <summary>What places a mixed 32-bit key: the key as the upper half of a hash, so that home lines ascend with mixed keys.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong HashOfMixed32(uint mixed) => (ulong)mixed << 32;

    /// <summary>Starts loading the lines of a 64-bit key, or its place. Nothing waits for it. Displaced keys are few: they are in the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchUInt64(ulong key)
    {
        if (_path == LookupPath.WideLines)
        {
            PrefetchLines(_integers.Mix(key));
        }
        else if (_path is LookupPath.WideDirect or LookupPath.NarrowDirect)
        {
            PrefetchDirect(unchecked(key - _firstKey));
        }
    }

    /// <summary>The same for a 32-bit key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchUInt32(uint key)
    {
        if (_path is LookupPath.WideLines or LookupPath.NarrowLines)
        {
            PrefetchLines(HashOfMixed32(_integers.Mix(key)));
        }
        else if (_path is LookupPath.WideDirect or LookupPath.NarrowDirect)
        {
            PrefetchDirect(unchecked(key - (uint)_firstKey));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PrefetchLines(ulong hash)
    {
        if (Sse.IsSupported)
        {
            PrefetchLines(HomeLine(hash));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchLines(byte* line)
    {
        if (Sse.IsSupported)
        {
            // SAFETY: a prefetch reads nothing.
            Sse.Prefetch0(line);
            Sse.Prefetch0(line + HashTableHeader.LineLength);
        }
    }

    // 64-bit keys that are places of 32-bit values, and several values a key of which the first is wanted.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte* FindOther(ulong key, out ulong value) => _all is { } all
        ? all.TakeFirst(all.FindUInt64(key, out value), ref value)
        : FindDirect(unchecked(key - _firstKey), wide: false, out value);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte* FindOther(uint key, out ulong value) => _all is { } all ? all.TakeFirst(all.FindUInt32(key, out value), ref value) : Nothing(out value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FindWide(ulong mixed, out ulong value) => FindWide(mixed, mixed, out value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FindWide(ulong hash, ulong mixed, out ulong value) => FindInLines(HomeLine(hash), mixed, out value);

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FindInLines(byte* line, ulong mixed, out ulong value)
    {
        // SAFETY: the caller's line is a home. At least one line follows the home lines, so both lines lie in the area; the word after a key is its value.
        if (TryMatchKey(line, mixed, out nuint key))
        {
            value = ((ulong*)line)[(2 * key) + 1];
            GC.KeepAlive(this);
            return line;
        }

        // The last key of both lines: nearly always it says that none can follow.
        if (mixed < ((ulong*)line)[14])
        {
            return Nothing(out value);
        }

        // A variable of its own: that of the caller would have to be in memory if a call had its address.
        byte* found = FindInNextLines(line, mixed, out ulong other);
        value = other;
        return found;
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FindNarrow(uint mixed, out ulong value)
    {
        // SAFETY: as above.
        byte* line = HomeLine(HashOfMixed32(mixed));
        if (TryMatchKey(line, mixed, out nuint key))
        {
            value = ((uint*)line)[(2 * key) + 1];
            GC.KeepAlive(this);
            return line;
        }

        if (mixed < ((uint*)line)[30])
        {
            return Nothing(out value);
        }

        byte* found = FindInNextLines(line, mixed, out ulong other);
        value = other;
        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* HomeLine(ulong hash) => Area + (HomeOf(hash) * HashTableHeader.LineLength);

    // Keys that found no room in the first two lines lie in the next ones, at most the longest displacement away, and before all other keys of those lines.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte* FindInNextLines(byte* line, ulong mixed, out ulong value)
    {
        int keys = Geometry.SlotsPerHome;
        int stride = _wide ? 16 : 8;
        value = 0;
        line += HashTableHeader.LineLength;
        for (uint left = _longestDisplacement; left > 1 && ReadWord(line + ((keys - 1) * stride), 0) < mixed; left--)
        {
            // SAFETY: the longest displacement is the number of lines behind the home lines.
            line += HashTableHeader.LineLength;
            for (int i = 0; i < keys; i++)
            {
                if (ReadWord(line + (i * stride), 0) == mixed)
                {
                    value = ReadWord(line + (i * stride), 1);
                    GC.KeepAlive(this);
                    return line;
                }
            }
        }

        GC.KeepAlive(this);
        return null;
    }

    /// <summary>Finds the first of the eight 64-bit keys of two lines that equals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryMatchKey(byte* line, ulong mixed, out nuint key)
    {
        // SAFETY: callers give two whole lines.
        if (Avx512F.IsSupported)
        {
            Vector512<ulong> keys = Avx512F.PermuteVar8x64x2(Vector512.Load((ulong*)line), Vector512.Create(0UL, 2, 4, 6, 8, 10, 12, 14), Vector512.Load((ulong*)(line + HashTableHeader.LineLength)));
            ulong equal = Vector512.Equals(keys, Vector512.Create(mixed)).ExtractMostSignificantBits();
            key = TrailingZeroCount(equal);
            return equal != 0;
        }

        uint words = (MatchWords(line, mixed) | (MatchWords(line + HashTableHeader.LineLength, mixed) << 8)) & EvenWords;
        key = (nuint)BitOperations.TrailingZeroCount(words) / 2;
        return words != 0;
    }

    // As a number of 64 bits: one of 32 with a sign is widened before it can be part of an address.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint TrailingZeroCount(ulong mask) => Bmi1.X64.IsSupported ? (nuint)Bmi1.X64.TrailingZeroCount(mask) : (nuint)BitOperations.TrailingZeroCount(mask);

    /// <summary>Finds the first of the sixteen 32-bit keys of two lines that equals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryMatchKey(byte* line, uint mixed, out nuint key)
    {
        // SAFETY: callers give two whole lines.
        if (Avx512F.IsSupported)
        {
            Vector512<uint> even = Vector512.Create(0U, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
            Vector512<uint> keys = Avx512F.PermuteVar16x32x2(Vector512.Load((uint*)line), even, Vector512.Load((uint*)(line + HashTableHeader.LineLength)));
            ulong equal = Vector512.Equals(keys, Vector512.Create(mixed)).ExtractMostSignificantBits();
            key = TrailingZeroCount(equal);
            return equal != 0;
        }

        uint words = (MatchWords(line, mixed) | (MatchWords(line + HashTableHeader.LineLength, mixed) << 16)) & EvenWords;
        key = (nuint)BitOperations.TrailingZeroCount(words) / 2;
        return words != 0;
    }

    /// <summary>One bit for each of the eight 64-bit words of a line that equals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint MatchWords(byte* line, ulong word)
    {
        // SAFETY: callers give whole lines.
        return Vector128.IsHardwareAccelerated
            ? (uint)Vector512.Equals(Vector512.Load((ulong*)line), Vector512.Create(word)).ExtractMostSignificantBits()
            : MatchWordsScalar(line, word);
    }

    /// <summary>One bit for each of the sixteen 32-bit words of a line that equals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint MatchWords(byte* line, uint word)
    {
        // SAFETY: callers give whole lines.
        return Vector128.IsHardwareAccelerated
            ? (uint)Vector512.Equals(Vector512.Load((uint*)line), Vector512.Create(word)).ExtractMostSignificantBits()
            : MatchWordsScalar(line, word);
    }

    /// <summary>The same without vectors; the tests hold both against each other.</summary>
    internal static uint MatchWordsScalar<TWord>(byte* line, TWord word)
        where TWord : unmanaged, IEquatable<TWord>
    {
        uint words = 0;
        for (int i = 0; i < HashTableHeader.LineLength / sizeof(TWord); i++)
        {
            // SAFETY: callers give whole lines.
            words |= Unsafe.ReadUnaligned<TWord>(line + (i * sizeof(TWord))).Equals(word) ? 1u << i : 0;
        }

        return words;
    }

    // SAFETY: the caller's word lies in the area.
    private ulong ReadWord(byte* entry, int word) => _wide ? Unsafe.ReadUnaligned<ulong>(entry + (word * sizeof(ulong))) : Unsafe.ReadUnaligned<uint>(entry + (word * sizeof(uint)));
}
