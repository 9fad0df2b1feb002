using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

internal sealed unsafe partial class RawTable
{
    /// <summary>As many tags as a look at one line has at least: entries lie two slots behind their home on average.</summary>
    private const int FewTags = 8;

    /// <summary>Where in a line the last whole group of tags starts.</summary>
    private const int LastGroup = MemoryRegion.CacheLine - HashTableHeader.TagGroup;

    /// <summary>No slot, and not null: the tags that were looked at do not tell whether there is one, or where is not said.</summary>
    private static byte* Undecided => (byte*)1;

    /// <summary>Tags and slots, or lines. Throws once the region is disposed.</summary>
    private byte* Area
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            // SAFETY: the area was found to lie in the region, whose memory stays where it is until it has no length.
            _region.ThrowIfDisposed();
            return _area;
        }
    }

    /// <summary>Home of a hash: a slot, or a line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong HomeOf(ulong hash) => WideMath.MultiplyHigh(hash, _homeCount);

    /// <summary>
    /// Tag of an entry: the lowest byte of its hash, which has no part in the choice of the home slot. 0 marks empty slots, so tags start at 1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint TagOf(ulong hash) => Math.Max((uint)hash & 0xff, 1);

    /// <summary>
    /// Starts loading the tags that decide nearly every lookup of this hash. Nothing waits for it. The home slot is left alone: a batch has time to learn which slot it is.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchTags(ulong hash)
    {
        if (Sse.IsSupported)
        {
            // SAFETY: a prefetch reads nothing.
            byte* tags = Area + HomeOf(hash);
            Sse.Prefetch0(tags);
            Sse.Prefetch0(tags + FewTags - 1);
        }
    }

    /// <summary>
    /// Starts loading the lines of the slot that a hit would be in. It reads the tags, so it is for the second round of a batch, when <see cref="PrefetchTags"/> has had
    /// time to bring them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchCandidate(ulong hash) => PrefetchSlot(FirstCandidate(hash));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PrefetchSlot(byte* slot)
    {
        // What is no slot would cost a walk through the page tables.
        if (Sse.IsSupported && (nuint)slot > (nuint)Undecided)
        {
            // SAFETY: a prefetch reads nothing.
            Sse.Prefetch0(slot);
            Sse.Prefetch0(slot + _stride - 1);
        }
    }

    /// <summary>The first slot at or after the home whose tag fits.</summary>
    /// <remarks>
    /// It looks at the tags in one cache line, where these are enough for nearly all lookups: 32 from the home on lie in two as often as not, and what batches wait for are lines.
    /// </remarks>
    /// <returns>The slot; null when no slot has the key; <see cref="Undecided"/> when only a search can tell.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FirstCandidate(ulong hash)
    {
        // SAFETY: home < home slots <= slots, and 32 zero bytes follow the tags, so those from the home on are in the area. The load starts up to 24 bytes before the home, which are
        // tags too or the end of the header. A candidate is at most the longest displacement behind its home, so its slot is in the table.
        ulong home = HomeOf(hash);
        byte* tags = Area + home;
        uint place = (uint)(nuint)tags % MemoryRegion.CacheLine;
        int before = place <= MemoryRegion.CacheLine - FewTags ? (int)Math.Max(place, LastGroup) - LastGroup : 0;
        uint candidates = MatchTags(tags - before, TagOf(hash), out uint empty) >> before;
        empty >>= before;
        candidates &= UpToFirst(empty) & _reach;
        GC.KeepAlive(this);
        return candidates != 0 ? _slots + ((home + (uint)BitOperations.TrailingZeroCount(candidates)) * _stride)
            : empty != 0 || _longestDisplacement < HashTableHeader.TagGroup - before ? null
            : Undecided;
    }

    /// <summary>Finds the slot that the matcher accepts and what it has for a value, or 0.</summary>
    /// <remarks>
    /// What the processor overlaps is the lookups whose results fit its integer registers together, so what counts are instructions that write one. Here are those of nearly every lookup: one group of tags
    /// and at most one slot.
    /// </remarks>
    /// <param name="matcher">Compares keys; asked about one slot in nearly every hit, and in about every 70th miss.</param>
    /// <param name="hash">Hash of the key, made with <see cref="Seed"/>; chooses the home slot and the tag.</param>
    /// <param name="value">What the slot has for a value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindSlot<TMatcher>(TMatcher matcher, ulong hash, out ulong value)
        where TMatcher : struct, IRawSlotMatcher, allows ref struct => FindSlot(matcher, hash, out value) is not null;

    // PERF: experiment integer registers. This and all other searches that are compiled into callers give an address, null where there is no such key: it is in a register, where a truth that comes from
    // several places would be a number to make.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FindSlot<TMatcher>(TMatcher matcher, ulong hash, out ulong value)
        where TMatcher : struct, IRawSlotMatcher, allows ref struct
    {
        // SAFETY: home < home slots, and 32 bytes follow the tags: the group is in the area. A place that is looked at is at most the longest displacement behind its home,
        // which is below the number of slots, all of which Open found to lie in the area.
        byte* tags = Area;
        ulong index = HomeOf(hash);
        if (Sse.IsSupported)
        {
            // PERF: experiment prefetch. The slots' line does not wait for the tags.
            byte* home = TMatcher.SlotAt(this, index);
            Sse.Prefetch0(home);
            if (TMatcher.PrefetchesTwoLines)
            {
                Sse.Prefetch0(home + HashTableHeader.AreaAlignment);
            }
        }

        // Which of a tag that fits and an empty slot comes first: one mask tells, and then the tag itself.
        uint places = MatchTagOrEmpty(tags + index, hash) & _reach;
        if (places != 0)
        {
            index += (uint)BitOperations.TrailingZeroCount(places);
            if (tags[index] == 0)
            {
                return Nothing(out value);
            }

            byte* slot = TMatcher.SlotAt(this, index);
            value = TMatcher.ReadValue(this, slot);
            if (matcher.DifferenceFrom(slot, value) == Vector128<byte>.Zero)
            {
                GC.KeepAlive(this);
                return slot;
            }
        }
        else if (_longestDisplacement < HashTableHeader.TagGroup)
        {
            return Nothing(out value);
        }

        // A variable of its own: that of the caller would have to be in memory if a call had its address.
        bool found = matcher.TryFindFurther(this, hash, out ulong other);
        value = other;
        return found ? Undecided : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Nothing(out ulong value)
    {
        GC.KeepAlive(this);
        value = 0;
        return null;
    }

    /// <summary>The search without an end to groups and candidates.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TryFindFurther<TMatcher>(TMatcher matcher, ulong hash, out ulong value)
        where TMatcher : struct, IRawSlotMatcher, allows ref struct
    {
        value = 0;
        // SAFETY: home < home slots. Groups are read while their distance is at most the longest displacement, so at most up to tag
        // home slots + longest displacement + 31, and 32 bytes follow the tags. A slot is touched only when its index is below the number of slots, which
        // Open found to lie in the area.
        ulong home = HomeOf(hash);
        byte* group = Area + home;
        for (uint distance = 0; ; distance += HashTableHeader.TagGroup)
        {
            uint candidates = MatchTags(group + distance, TagOf(hash), out uint empty) & UpToFirst(empty);
            for (; candidates != 0; candidates &= candidates - 1)
            {
                ulong index = home + distance + (uint)BitOperations.TrailingZeroCount(candidates);
                if (index >= _slotCount)
                {
                    break;
                }

                byte* slot = TMatcher.SlotAt(this, index);
                ulong candidate = TMatcher.ReadValue(this, slot);
                matcher.Check(candidate);
                if (matcher.DifferenceFrom(slot, candidate) == Vector128<byte>.Zero)
                {
                    value = candidate;
                    GC.KeepAlive(this);
                    return true;
                }
            }

            if (empty != 0 || distance + HashTableHeader.TagGroup > _longestDisplacement)
            {
                GC.KeepAlive(this);
                return false;
            }
        }
    }

    /// <summary>The lowest bit that is set and all below; all bits when none is set. The tag of an empty slot fits no key, so the bit itself does no harm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint UpToFirst(uint mask) => mask ^ (mask - 1);

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

    /// <summary>One bit for each of 32 tags that is that of a hash, or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint MatchTagOrEmpty(byte* tags, ulong hash)
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            return MatchTagsScalar(tags, TagOf(hash), out uint empty) | empty;
        }

        // SAFETY: callers vouch for 32 bytes. The tag is made in the vector.
        Vector256<byte> group = Vector256.Load(tags);
        Vector256<byte> tag = Vector256.Max(Vector256.Create((byte)hash), Vector256<byte>.One);
        return (Vector256.Equals(group, tag) | Vector256.Equals(group, Vector256<byte>.Zero)).ExtractMostSignificantBits();
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
        return tags[position] == 0 ? null : _slots + ((ulong)position * _stride);
    }

    // An address, not an access: see IRawSlotMatcher.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* SlotAt(ulong index) => _slots + (index * _stride);

    // SAFETY: the caller's slot lies in the table, and the geometry puts the value inside the slot.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong ReadValue(byte* slot) => _wide ? Unsafe.ReadUnaligned<ulong>(slot + _valueOffset) : Unsafe.ReadUnaligned<uint>(slot + _valueOffset);
}
