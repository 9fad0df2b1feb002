using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <remarks>
/// Tables of fingerprints keep no keys: the tag is the lowest byte of the hash, the slot has the bytes above it. Nothing tells which of several slots that match is the
/// right one, so all of them are answers, and a search goes on where the last one stopped. Hashes are <see cref="MixFingerprint"/> of 64 bits that the application knows a
/// key by: a bijection, so that the table can be placed under another seed, and hashes that are made elsewhere need not look random.
/// </remarks>
internal sealed unsafe partial class RawTable
{
    /// <summary>Widest fingerprint whose bytes in the slot are read as 32 bits.</summary>
    private const uint NarrowFingerprint = 40;

    /// <summary>What places a key that the application knows by these 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong MixFingerprint(ulong keyHash) => XxHash3.Hash64(keyHash, _seed);

    /// <summary>Finds the next slot with the fingerprint of a hash.</summary>
    /// <param name="hash">The hash, made by <see cref="MixFingerprint"/>.</param>
    /// <param name="displacement">Slots behind the home to start at: 0, or what the call before left here.</param>
    /// <param name="slotValue">What the slot has for a value, or 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindFingerprint(ulong hash, ref uint displacement, out ulong slotValue)
    {
        // SAFETY: home < home slots, and groups start at most the longest displacement behind it: 32 bytes follow the tags. A slot is touched only when its
        // displacement is at most the longest one, so it is below the number of slots, which Open found to lie in the area.
        byte* tags = Area;
        ulong home = HomeOf(hash);
        byte* homeSlot = _slots + (home * _stride);
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(homeSlot);
        }

        uint tag = TagOf(hash);
        for (uint distance = displacement; distance <= _longestDisplacement; distance += HashTableHeader.TagGroup)
        {
            uint candidates = MatchTags(tags + home + distance, tag, out uint empty) & UpToFirst(empty);
            for (; candidates != 0; candidates &= candidates - 1)
            {
                uint place = distance + (uint)BitOperations.TrailingZeroCount(candidates);
                if (place > _longestDisplacement)
                {
                    break;
                }

                byte* slot = homeSlot + ((ulong)place * _stride);
                if (((ReadFingerprint(slot) ^ (hash >> 8)) & _fingerprintMask) == 0)
                {
                    displacement = place + 1;
                    slotValue = ReadValue(slot);
                    GC.KeepAlive(this);
                    return true;
                }
            }

            if (empty != 0)
            {
                break;
            }
        }

        GC.KeepAlive(this);
        displacement = uint.MaxValue;
        slotValue = 0;
        return false;
    }

    /// <summary>The fingerprint and what the slot has for a value, for enumeration in hash order; false for an empty slot.</summary>
    public bool TryReadFingerprint(long position, out ulong fingerprint, out ulong slotValue)
    {
        // SAFETY: an occupied slot lies in the table, and so does its tag.
        byte* slot = OccupiedSlot(position);
        fingerprint = slot is null ? 0 : ((ReadFingerprint(slot) & _fingerprintMask) << 8) | _area[position];
        slotValue = slot is null ? 0 : ReadValue(slot);
        GC.KeepAlive(this);
        return slot is not null;
    }

    // SAFETY: a slot has at least the 4 bytes of a value; one with more than 4 bytes of fingerprint has at least 9.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong ReadFingerprint(byte* slot) => _keyCapacity > NarrowFingerprint ? Unsafe.ReadUnaligned<ulong>(slot) : Unsafe.ReadUnaligned<uint>(slot);
}
