using System.Runtime.CompilerServices;

namespace SharedBuffers.Collections;

/// <summary>Keys of a .NET type.</summary>
internal readonly ref struct TypedKeyBatch<TKey>(ReadOnlySpan<TKey> keys) : IKeyBatch
{
    private readonly ReadOnlySpan<TKey> _keys = keys;

    public int Count => _keys.Length;

    [SkipLocalsInit]
    public bool TryAdd(int index, scoped ref StoredKeys keys)
    {
        if (KeyKinds.IsInteger<TKey>())
        {
            keys.Add(new StoredKey(KeyKinds.ToBits(_keys[index])));
            return true;
        }

        using var encoded = EncodedKey.Of(_keys[index], stackalloc byte[EncodedKey.StackLength]);
        if (encoded.IsValid)
        {
            keys.Add(new StoredKey(encoded.Bytes));
        }

        return encoded.IsValid;
    }
}
