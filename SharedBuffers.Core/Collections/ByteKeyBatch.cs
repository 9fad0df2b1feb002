using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>Byte-string keys that lie end to end; among keys of any type, bytes.</summary>
internal readonly ref struct ByteKeyBatch(KeyKind kind, ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends) : IKeyBatch
{
    private readonly ReadOnlySpan<byte> _keys = keys;
    private readonly ReadOnlySpan<int> _ends = ends;

    public int Count => _ends.Length;

    public bool TryAdd(int index, scoped ref StoredKeys keys)
    {
        int start = index == 0 ? 0 : _ends[index - 1];
        int end = _ends[index];
        if (start < 0 || end < start || end > _keys.Length)
        {
            ThrowHelper.ArgumentOutOfRange("ends", end, "Ends ascend and stay within the keys.");
        }

        if (kind == KeyKind.Object)
        {
            AddEncoded(_keys[start..end], ref keys);
        }
        else
        {
            keys.Add(new StoredKey(_keys[start..end]));
        }

        return true;
    }

    [SkipLocalsInit]
    private static void AddEncoded(ReadOnlySpan<byte> key, scoped ref StoredKeys keys)
    {
        using var encoded = EncodedKey.Of(KeyKind.Object, key, stackalloc byte[EncodedKey.StackLength]);
        keys.Add(new StoredKey(encoded.Bytes));
    }
}
