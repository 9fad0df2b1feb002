using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>Which .NET type stands for which kind of key. The conversions are for the integer types only: nobody calls them with another one.</summary>
internal static class KeyKinds
{
    /// <summary>The kind of keys of a type.</summary>
    /// <exception cref="NotSupportedException">The type cannot be a key.</exception>
    public static KeyKind Of<TKey>()
    {
        if (typeof(TKey) == typeof(string))
        {
            return KeyKind.Utf8;
        }

        if (typeof(TKey) == typeof(uint))
        {
            return KeyKind.UInt32;
        }

        if (typeof(TKey) == typeof(ulong))
        {
            return KeyKind.UInt64;
        }

        if (typeof(TKey) == typeof(int))
        {
            return KeyKind.Int32;
        }

        if (typeof(TKey) == typeof(long))
        {
            return KeyKind.Int64;
        }

        ThrowHelper.NotSupported_KeyType(typeof(TKey));
        return KeyKind.None;
    }

    /// <summary>Whether keys of the kind are 32-bit integers.</summary>
    public static bool IsNarrow(this KeyKind kind) => kind is KeyKind.UInt32 or KeyKind.Int32;

    /// <summary>The key as the unsigned integer that is stored. Compiled to a move for each type of key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ToBits<TKey>(TKey key) => Unsafe.SizeOf<TKey>() == sizeof(uint) ? Unsafe.As<TKey, uint>(ref key) : Unsafe.As<TKey, ulong>(ref key);

    /// <summary>The key that was stored as an unsigned integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TKey FromBits<TKey>(ulong bits)
    {
        // The low half comes first: native files and the machines that read them are little-endian.
        return Unsafe.As<ulong, TKey>(ref bits);
    }
}
