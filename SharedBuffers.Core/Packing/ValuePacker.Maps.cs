using System.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Values;

namespace SharedBuffers.Packing;

public static partial class ValuePacker
{
    /// <summary>The index of a map is padded to a multiple of this, counted from its own start.</summary>
    private const int KeyIndexAlignment = 32;

    /// <summary>Packs the payload of a map slot, shared when the very same map was packed before. Values keep their type as in <c>PackSequence</c>.</summary>
    /// <typeparam name="TKey">Numbers, bools, strings, and whatever else has a stable hash.</typeparam>
    /// <typeparam name="TValue">As the elements of <c>PackSequence</c>.</typeparam>
    /// <exception cref="ArgumentException">A key has no stable hash: lists, maps, decimals and dates cannot be keys. Or two keys are equal where they are stored, as 1 and 1.0 are.</exception>
    public static long PackMap<TKey, TValue>(PackContext context, IReadOnlyCollection<KeyValuePair<TKey, TValue>> map)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(map);
        return PackMap(context, map, static (c, values) => AppendSequence(c, values.AsSpan()));
    }

    /// <summary>Packs the payload of a map slot with a writer of its own for the values, shared when the very same map was packed before.</summary>
    public static long PackMap<TKey, TValue>(PackContext context, IReadOnlyCollection<KeyValuePair<TKey, TValue>> map, ValueWriter<TValue> writer)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(writer);
        return PackMap(context, map, (c, values) => values.Length == 0 ? AppendSequence<byte>(c, []) : AppendPointers<TValue>(c, values, writer));
    }

    /// <summary>Packs the payload of a map slot from a dictionary of any types, shared when the very same dictionary was packed before.</summary>
    /// <remarks>Values are packed by what they are: all integers become numbers of one width. <see cref="DBNull"/> as a key is the null key.</remarks>
    /// <exception cref="ArgumentException">A key has no stable hash, two are equal where they are stored, or something in the map has no encoding.</exception>
    public static long PackMap(PackContext context, IDictionary map)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(map);
        IdentityKey identity = IdentityKey.OfReference(map, PackTarget.Map);
        if (context.TryGetPosition(identity, out long known))
        {
            return known;
        }

        AlignValue(context);
        context.SetPosition(identity, context.Buffer.Length);
        return AppendMapObject(context, map);
    }

    private static long PackMap<TKey, TValue>(PackContext context, IReadOnlyCollection<KeyValuePair<TKey, TValue>> map, Func<PackContext, TValue[], long> appendValues)
    {
        IdentityKey identity = IdentityKey.OfReference(map, PackTarget.Map);
        if (context.TryGetPosition(identity, out long known))
        {
            return known;
        }

        AlignValue(context);
        context.SetPosition(identity, context.Buffer.Length);
        var keys = new object?[map.Count];
        var values = new TValue[map.Count];
        int i = 0;
        foreach ((TKey key, TValue value) in map)
        {
            keys[i] = key;
            values[i++] = value;
        }

        return AppendMap(context, keys, values, appendValues);
    }

    /// <summary>Appends the payload of a map of any keys and values.</summary>
    private static long AppendMapObject(PackContext context, IDictionary map)
    {
        var keys = new object?[map.Count];
        var values = new object?[map.Count];
        IDictionaryEnumerator entries = map.GetEnumerator();
        for (int i = 0; entries.MoveNext(); i++)
        {
            keys[i] = entries.Key is DBNull ? null : entries.Key;
            values[i] = entries.Value;
        }

        return AppendMap<object?>(context, keys, values, static (c, objects) => AppendObjects(c, objects));
    }

    /// <summary>Appends the payload of a map that is only known by its pairs.</summary>
    private static long AppendPairs(PackContext context, object map)
    {
        (object? Key, object? Value)[] pairs = [.. ObjectShape.Pairs(map)];
        return AppendMap<object?>(
            context, Array.ConvertAll(pairs, static pair => pair.Key is DBNull ? null : pair.Key), Array.ConvertAll(pairs, static pair => pair.Value), static (c, objects) => AppendObjects(c, objects));
    }

    private static long AppendMap<TValue>(PackContext context, object?[] keys, TValue[] values, Func<PackContext, TValue[], long> appendValues)
    {
        PackBuffer buffer = context.Buffer;
        context.Enter();
        long position = buffer.Reserve(sizeof(ulong));
        AppendKeyIndex(context, keys);
        AlignValue(context);
        long sequence = appendValues(context, values);
        buffer.Write(position, sequence - position);
        context.Leave();
        return position;
    }

    /// <summary>Appends the index from keys to their places in the order of the map.</summary>
    private static void AppendKeyIndex(PackContext context, object?[] keys)
    {
        PackBuffer buffer = context.Buffer;
        long start = buffer.Reserve(StoredKeyIndex.HeaderSize);
        ulong[] hashes = HashesOf(keys);
        int[] order = DistinctOrder(keys, hashes);
        if (order.Length != keys.Length)
        {
            ThrowHelper.Argument("Two keys of a map are equal where it is stored, as 1, 1.0 and true are, so that one could not be found.", nameof(keys));
        }

        var pointers = new long[keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            // Each key is packed as if it started a buffer: its bytes do not depend on the keys before it.
            AlignValue(context);
            long outer = buffer.AlignmentOrigin;
            buffer.AlignmentOrigin = buffer.Length;
            bool isInner = context.IsPackingKey;
            context.IsPackingKey = true;
            long key = PackAny(context, keys[i]);
            context.IsPackingKey = isInner;
            buffer.AlignmentOrigin = outer;
            pointers[i] = key == NullPosition ? SequenceCode.NullPointer : key - start;
        }

        AlignValue(context);
        buffer.Write(start, (long)keys.Length);
        buffer.Write(start + sizeof(ulong), buffer.Length - start);
        foreach (int i in order)
        {
            buffer.Append(hashes[i]);
            buffer.Append(pointers[i]);
            buffer.Append((long)i);
        }

        long rest = (buffer.Length - start) % KeyIndexAlignment;
        buffer.Reserve(rest == 0 ? 0 : KeyIndexAlignment - rest);
    }
}
