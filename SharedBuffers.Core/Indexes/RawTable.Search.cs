using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

internal sealed unsafe partial class RawTable
{
    /// <summary>Tags and slots, or lines. Throws once the region is disposed.</summary>
    private byte* Area
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            // SAFETY: the area was found to lie in the region, whose memory stays where it is until it has no length.
            _region.ThrowIfShorterThan(_areaEnd);
            return _area;
        }
    }

    /// <summary>
    /// Tag of an entry: the lowest byte of its hash, which has no part in the choice of the home slot. 0 marks empty slots, so tags start at 1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint TagOf(ulong hash) => Math.Max((uint)hash & 0xff, 1);

    /// <summary>
    /// Starts loading the tags that a lookup of this hash reads first. Nothing waits for it. The home slot is left alone: a batch has time to learn which slot it is.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchTags(ulong hash)
    {
        if (Sse.IsSupported)
        {
            // SAFETY: a prefetch reads nothing.
            byte* tags = Area + WideMath.MultiplyHigh(hash, _homeCount);
            Sse.Prefetch0(tags);
            Sse.Prefetch0(tags + HashTableHeader.TagGroup - 1);
        }
    }

    /// <summary>
    /// Starts loading the lines of the slot that a hit would be in. It reads the tags, so it is for the second round of a batch, when <see cref="PrefetchTags"/> has had
    /// time to bring them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchCandidate(ulong hash)
    {
        byte* slot = FirstCandidate(hash);
        if (Sse.IsSupported && slot is not null)
        {
            // SAFETY: a prefetch reads nothing.
            Sse.Prefetch0(slot);
            Sse.Prefetch0(slot + _stride - 1);
        }
    }

    /// <summary>The first slot at or after the home whose tag fits, or null; only the first group of tags is looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FirstCandidate(ulong hash)
    {
        // SAFETY: home < home slots <= slots, and 32 zero bytes follow the tags: the load stays in the area.
        byte* tags = Area;
        ulong home = WideMath.MultiplyHigh(hash, _homeCount);
        uint candidates = MatchTags(tags + home, TagOf(hash), out uint empty) & BelowFirst(empty);
        ulong index = home + (uint)BitOperations.TrailingZeroCount(candidates);
        return candidates != 0 && index < _slotCount ? tags + _slotsStart + (index * _stride) : null;
    }

    /// <summary>Finds the slot that the matcher accepts, or null.</summary>
    /// <param name="hash">Chooses the home slot.</param>
    /// <param name="tag">Made by <see cref="TagOf"/>.</param>
    /// <param name="matcher">Compares keys; asked about one slot in nearly every hit, and in about every 70th miss.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FindSlot<TMatcher>(ulong hash, uint tag, scoped ref TMatcher matcher)
        where TMatcher : struct, IRawSlotMatcher, allows ref struct
    {
        // SAFETY: home < home slots. Groups are read while their distance is at most the longest displacement, so at most up to tag
        // home slots + longest displacement + 31, and 32 bytes follow the tags. A slot is touched only when its index is below the number of slots, which
        // Open found to lie in the area that GetPointer checks.
        byte* tags = Area;
        ulong home = WideMath.MultiplyHigh(hash, _homeCount);
        byte* homeSlot = tags + _slotsStart + (home * _stride);
        if (Sse.IsSupported)
        {
            // PERF: experiment prefetch. The slots' line does not wait for the tags.
            Sse.Prefetch0(homeSlot);
            if (TMatcher.PrefetchesTwoLines)
            {
                Sse.Prefetch0(homeSlot + HashTableHeader.AreaAlignment);
            }
        }

        byte* group = tags + home;
        ulong slotsLeft = _slotCount - home;
        for (uint distance = 0; ; distance += HashTableHeader.TagGroup)
        {
            uint candidates = MatchTags(group + distance, tag, out uint empty) & BelowFirst(empty);
            for (; candidates != 0; candidates &= candidates - 1)
            {
                uint displacement = distance + (uint)BitOperations.TrailingZeroCount(candidates);
                if (displacement >= slotsLeft)
                {
                    break;
                }

                byte* slot = homeSlot + ((ulong)displacement * _stride);
                if (matcher.Matches(slot))
                {
                    return slot;
                }
            }

            if (empty != 0 || distance + HashTableHeader.TagGroup > _longestDisplacement)
            {
                return null;
            }
        }
    }

    /// <summary>All bits below the lowest one set; all bits when none is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint BelowFirst(uint mask) => (mask & (0 - mask)) - 1;

    /// <summary>One bit for each of 32 tags that equals, and one for each that is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint MatchTags(byte* tags, uint tag, out uint empty)
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            return MatchTagsScalar(tags, tag, out empty);
        }

        // SAFETY: callers vouch for 32 bytes.
        Vector256<byte> group = Vector256.Load(tags);
        empty = Vector256.Equals(group, Vector256<byte>.Zero).ExtractMostSignificantBits();
        return Vector256.Equals(group, Vector256.Create((byte)tag)).ExtractMostSignificantBits();
    }

    /// <summary>The same without vectors; the tests hold both against each other.</summary>
    internal static uint MatchTagsScalar(byte* tags, uint tag, out uint empty)
    {
        uint matches = 0;
        empty = 0;
        for (int i = 0; i < HashTableHeader.TagGroup; i++)
        {
            // SAFETY: callers vouch for 32 bytes.
            matches |= tags[i] == tag ? 1u << i : 0;
            empty |= tags[i] == 0 ? 1u << i : 0;
        }

        return matches;
    }

    /// <summary>The slot at a position if it is occupied, else null; for enumeration in hash order.</summary>
    private byte* OccupiedSlot(long position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)position, _slotCount, nameof(position));

        // SAFETY: position is below the number of slots.
        byte* tags = Area;
        return tags[position] == 0 ? null : tags + _slotsStart + ((ulong)position * _stride);
    }

    // SAFETY: the caller's slot lies in the table, and the geometry puts the value inside the slot.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong ReadValue(byte* slot) => _wide ? Unsafe.ReadUnaligned<ulong>(slot + _valueOffset) : Unsafe.ReadUnaligned<uint>(slot + _valueOffset);
}
