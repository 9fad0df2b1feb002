using System.Runtime.CompilerServices;
using SharedBuffers.Hashing;

namespace SharedBuffers.Indexes;

public sealed partial class ApproximateStringIdMultiMapper
{
    /// <summary>Looks a key up that is given as UTF-8, or as bytes that are no text.</summary>
    /// <returns>Whether something was found; if not, the key was not added.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGetValues(ReadOnlySpan<byte> key, out ApproximateValues values) => TryGetValuesOfHash(HashOf(key), out values);

    /// <summary>Looks a key up as its UTF-8. Allocates nothing for keys of up to 170 chars; longer ones use pooled memory.</summary>
    /// <returns>Whether something was found; if not, the key was not added.</returns>
    public bool TryGetValues(ReadOnlySpan<char> key, out ApproximateValues values)
    {
        values = default;
        return TryHash(key, out ulong hash) && TryGetValuesOfHash(hash, out values);
    }

    /// <summary>Looks a key up as its UTF-8.</summary>
    /// <returns>Whether something was found; if not, the key was not added.</returns>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    public bool TryGetValues(string key, out ApproximateValues values)
    {
        ArgumentNullException.ThrowIfNull(key);
        return TryGetValues(key.AsSpan(), out values);
    }

    /// <summary>Looks a ready-made hash up.</summary>
    /// <param name="hash">What <see cref="HashOf(ReadOnlySpan{byte})"/> makes of a key, or what the builder was given.</param>
    /// <param name="values">What was found.</param>
    /// <returns>Whether something was found; if not, the hash was not added.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGetValuesOfHash(ulong hash, out ApproximateValues values) => TryFind(Table.MixFingerprint(hash), out values);

    /// <summary>The first value that is found for a key given as UTF-8.</summary>
    /// <returns>Whether something was found; if not, <paramref name="value"/> is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGetFirst(ReadOnlySpan<byte> key, out ulong value) => TryGetFirstOfHash(HashOf(key), out value);

    /// <summary>The first value that is found for a key.</summary>
    /// <returns>Whether something was found; if not, <paramref name="value"/> is 0.</returns>
    public bool TryGetFirst(ReadOnlySpan<char> key, out ulong value)
    {
        value = 0;
        return TryHash(key, out ulong hash) && TryGetFirstOfHash(hash, out value);
    }

    /// <inheritdoc cref="TryGetFirst(ReadOnlySpan{char}, out ulong)"/>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    public bool TryGetFirst(string key, out ulong value)
    {
        ArgumentNullException.ThrowIfNull(key);
        return TryGetFirst(key.AsSpan(), out value);
    }

    /// <summary>The first value that is found for a ready-made hash.</summary>
    /// <returns>Whether something was found; if not, <paramref name="value"/> is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGetFirstOfHash(ulong hash, out ulong value)
    {
        uint next = 0;
        return Table.TryFindFingerprint(Table.MixFingerprint(hash), ref next, out value) && Table.TakeFirst(ref value);
    }

    /// <summary>Whether a key given as UTF-8 may be there; when not, it was not added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayContain(ReadOnlySpan<byte> key) => MayContainHash(HashOf(key));

    /// <summary>Whether a key may be there; when not, it was not added.</summary>
    public bool MayContain(ReadOnlySpan<char> key) => TryHash(key, out ulong hash) && MayContainHash(hash);

    /// <inheritdoc cref="MayContain(ReadOnlySpan{char})"/>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    public bool MayContain(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return MayContain(key.AsSpan());
    }

    /// <summary>Whether a key of a ready-made hash may be there; when not, it was not added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayContainHash(ulong hash)
    {
        uint next = 0;
        return Table.TryFindFingerprint(Table.MixFingerprint(hash), ref next, out _);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryFind(ulong mixed, out ApproximateValues values)
    {
        uint next = 0;
        bool found = Table.TryFindFingerprint(mixed, ref next, out ulong slotValue);
        values = found ? new ApproximateValues(Table, mixed, slotValue, next) : default;
        return found;
    }

    // Short ASCII text is hashed without being written as UTF-8 first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryHash(ReadOnlySpan<char> key, out ulong hash)
    {
        if (!KeyWords.TryNarrow(key, out KeyWords words))
        {
            return TryHashTranscoded(key, out hash);
        }

        hash = words.Hash(new XxHash3Seed(0));
        return true;
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryHashTranscoded(ReadOnlySpan<char> key, out ulong hash)
    {
        using var utf8 = new Utf8Key(key, stackalloc byte[Utf8Key.StackLength]);
        hash = utf8.IsValid ? HashOf(utf8.Bytes) : 0;
        return utf8.IsValid;
    }
}
