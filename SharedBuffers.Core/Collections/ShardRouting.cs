using System.Runtime.CompilerServices;
using SharedBuffers.Hashing;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>Which of N shards a key is in: the shards cut the range of the hashes into parts of equal size.</summary>
/// <remarks>Hashes are those of the tables under seed 0, so the shards in order hold the entries in the order of one table of all.</remarks>
internal static class ShardRouting
{
    /// <summary>Most shards of a manifest.</summary>
    public const int MaxShards = 1 << 16;

    /// <summary>Most shards of a build, which has a file open and a block of memory for each.</summary>
    public const int MaxBuiltShards = 1 << 10;

    private static readonly IntegerHash s_integers = new(0);

    /// <summary>The shard of a key. The caller knows that the keys are of this type.</summary>
    /// <returns>The shard; -1 for text that has no UTF-8 form, which is nowhere.</returns>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    [SkipLocalsInit]
    public static int ShardOf<TKey>(TKey key, int shardCount)
    {
        if (KeyKinds.IsInteger<TKey>())
        {
            return ShardOf(HashOf(KeyKinds.ToBits(key), isNarrow: Unsafe.SizeOf<TKey>() == sizeof(uint)), shardCount);
        }

        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        using var encoded = EncodedKey.Of(key, stack);
        return encoded.IsValid ? ShardOf(encoded.Bytes, shardCount) : -1;
    }

    /// <summary>The shard of a key as it is stored.</summary>
    public static int ShardOf(StoredKey key, KeyKind kind, int shardCount) =>
        kind.IsByteString() ? ShardOf(key.Hash, shardCount) : ShardOf(HashOf(key.Bits, kind.IsNarrow()), shardCount);

    /// <summary>The shard of a byte-string key.</summary>
    public static int ShardOf(ReadOnlySpan<byte> key, int shardCount) => ShardOf(XxHash3.Hash64(key, 0), shardCount);

    /// <summary>The shard of a hash.</summary>
    public static int ShardOf(ulong hash, int shardCount) => (int)Math.BigMul(hash, (ulong)shardCount, out _);

    /// <summary>The least hash of a shard: the quotient of shard · 2^64 and the number of shards, rounded up.</summary>
    public static ulong FirstHash(int shard, int shardCount) => (ulong)((((UInt128)(uint)shard << 64) + (UInt128)(uint)(shardCount - 1)) / (UInt128)(uint)shardCount);

    /// <summary>The greatest hash of a shard.</summary>
    public static ulong LastHash(int shard, int shardCount) => shard == shardCount - 1 ? ulong.MaxValue : FirstHash(shard + 1, shardCount) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong HashOf(ulong bits, bool isNarrow) => isNarrow ? RawTable.HashOfMixed32(s_integers.Mix((uint)bits)) : s_integers.Mix(bits);
}
