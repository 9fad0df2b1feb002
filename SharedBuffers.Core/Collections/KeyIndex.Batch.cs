using System.Buffers;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <remarks>
/// Many keys together: hashes are computed and cache lines asked for ahead of the comparisons, so that the waits overlap. These members take one round of keys.
/// </remarks>
internal sealed partial class KeyIndex
{
    /// <summary>Keys of a round: enough to cover the latency of memory.</summary>
    public const int BatchLength = 32;

    /// <summary>Finds up to <see cref="BatchLength"/> keys.</summary>
    /// <param name="keys">The keys; the caller knows that they are of this type.</param>
    /// <param name="entries">Receives the entry of each key; 0 where there is none.</param>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    public void FindRound<TKey>(ReadOnlySpan<TKey> keys, Span<ulong> entries)
    {
        if (KeyKinds.IsInteger<TKey>())
        {
            FindIntegers(keys, entries);
        }
        else
        {
            FindEncoded(keys, entries);
        }
    }

    /// <summary>Finds up to <see cref="BatchLength"/> byte-string keys that lie end to end.</summary>
    /// <param name="keys">The bytes of all keys.</param>
    /// <param name="ends">End of each key, ascending.</param>
    /// <param name="entries">Receives the entry of each key; 0 where there is none.</param>
    [SkipLocalsInit]
    public void FindRound(ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends, Span<ulong> entries)
    {
        if (_keyed is { } keyed)
        {
            Span<long> offsets = stackalloc long[BatchLength];
            keyed.TryFindBatch(keys, ends, offsets);
            for (int i = 0; i < ends.Length; i++)
            {
                entries[i] = (ulong)offsets[i] / Unit;
            }

            return;
        }

        Span<bool> found = stackalloc bool[BatchLength];
        _table.TryFindInlineBatch(keys, ends, entries, found);
        for (int i = 0; i < ends.Length; i++)
        {
            entries[i] = found[i] ? entries[i] : 0;
        }
    }

    /// <summary>Finds up to <see cref="BatchLength"/> keys of a longer sequence of byte-string keys.</summary>
    /// <param name="keys">The bytes of all keys of the sequence.</param>
    /// <param name="ends">End of each key of the sequence, ascending.</param>
    /// <param name="first">The first key of the round.</param>
    /// <param name="entries">Receives the entry of each key; 0 where there is none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ends do not ascend within the keys.</exception>
    [SkipLocalsInit]
    public void FindRound(ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends, int first, Span<ulong> entries)
    {
        ReadOnlySpan<int> part = ends.Slice(first, Math.Min(BatchLength, ends.Length - first));
        int start = first == 0 ? 0 : ends[first - 1];
        Span<int> partEnds = stackalloc int[BatchLength];
        int last = start;
        for (int i = 0; i < part.Length; i++)
        {
            if (part[i] < last || part[i] > keys.Length)
            {
                ThrowHelper.ArgumentOutOfRange(nameof(ends), part[i], "Ends ascend and stay within the keys.");
            }

            last = part[i];
            partEnds[i] = last - start;
        }

        if (KeyKind == KeyKind.Object)
        {
            FindBytes(keys[start..last], partEnds[..part.Length], entries);
        }
        else
        {
            FindRound(keys[start..last], partEnds[..part.Length], entries);
        }
    }

    // Each is the encoding of bytes.
    [SkipLocalsInit]
    private void FindBytes(ReadOnlySpan<byte> keys, Span<int> ends, Span<ulong> entries)
    {
        var writer = new ObjectKeyWriter(stackalloc byte[EncodedKey.StackLength]);
        int start = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            writer.AppendBytes(keys[start..ends[i]]);
            start = ends[i];
            ends[i] = writer.Bytes.Length;
        }

        FindRound(writer.Bytes, ends, entries);
        writer.Dispose();
    }

    private void FindIntegers<TKey>(ReadOnlySpan<TKey> keys, Span<ulong> entries)
    {
        foreach (TKey key in keys)
        {
            ulong bits = KeyKinds.ToBits(key);
            if (Unsafe.SizeOf<TKey>() == sizeof(uint))
            {
                _table.PrefetchUInt32((uint)bits);
            }
            else
            {
                _table.PrefetchUInt64(bits);
            }
        }

        for (int i = 0; i < keys.Length; i++)
        {
            if (!TryFind(keys[i], out entries[i]))
            {
                entries[i] = 0;
            }
        }
    }

    // Keys go end to end into a pooled array; those that have no bytes go in as the empty key, and are taken out of the result.
    [SkipLocalsInit]
    private void FindEncoded<TKey>(ReadOnlySpan<TKey> keys, Span<ulong> entries)
    {
        Span<int> ends = stackalloc int[BatchLength];
        Span<bool> isValid = stackalloc bool[BatchLength];
        Span<byte> stack = stackalloc byte[EncodedKey.StackLength];
        byte[] bytes = ArrayPool<byte>.Shared.Rent(EncodedKey.StackLength);
        try
        {
            int end = 0;
            for (int i = 0; i < keys.Length; i++)
            {
                using var encoded = EncodedKey.Of(keys[i], stack);
                isValid[i] = encoded.IsValid;
                ReadOnlySpan<byte> key = encoded.IsValid ? encoded.Bytes : [];
                if (key.Length > bytes.Length - end)
                {
                    bytes = Grow(bytes, end, key.Length);
                }

                key.CopyTo(bytes.AsSpan(end));
                end += key.Length;
                ends[i] = end;
            }

            FindRound(bytes.AsSpan(0, end), ends[..keys.Length], entries);
            for (int i = 0; i < keys.Length; i++)
            {
                entries[i] = isValid[i] ? entries[i] : 0;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static byte[] Grow(byte[] bytes, int used, int more)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(used + more, 2 * bytes.Length)));
        bytes.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        return larger;
    }
}
