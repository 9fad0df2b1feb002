using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>Which .NET type stands for which kind of key, and how keys go into bytes and come back.</summary>
internal static class KeyKinds
{
    /// <summary>The kind of keys of a type.</summary>
    /// <exception cref="NotSupportedException">The type cannot be a key.</exception>
    public static KeyKind Of<TKey>()
    {
        KeyKind kind = typeof(TKey) == typeof(string) ? KeyKind.Utf8
            : typeof(TKey) == typeof(uint) ? KeyKind.UInt32
            : typeof(TKey) == typeof(ulong) ? KeyKind.UInt64
            : typeof(TKey) == typeof(int) ? KeyKind.Int32
            : typeof(TKey) == typeof(long) ? KeyKind.Int64
            : typeof(TKey) == typeof(byte[]) || typeof(TKey) == typeof(ReadOnlyMemory<byte>) ? KeyKind.Bytes
            : typeof(TKey) == typeof(Guid) ? KeyKind.Guid
            : typeof(TKey) == typeof(object) || ObjectKeyForms.Has(typeof(TKey)) ? KeyKind.Object
            : KeyKind.None;
        if (kind == KeyKind.None)
        {
            ThrowHelper.NotSupported_KeyType(typeof(TKey));
        }

        return kind;
    }

    /// <summary>Whether a type of key is an integer. A constant for the compiler, as the two below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsInteger<TKey>() => typeof(TKey) == typeof(uint) || typeof(TKey) == typeof(ulong) || typeof(TKey) == typeof(int) || typeof(TKey) == typeof(long);

    /// <summary>Whether a type of key is text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsText<TKey>() => typeof(TKey) == typeof(string);

    /// <summary>Throws unless text can be a key.</summary>
    /// <param name="kind">The kind of keys of the type.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckText<TKey>(KeyKind kind)
    {
        if (kind != KeyKind.Utf8 && typeof(TKey) != typeof(object))
        {
            ThrowHelper.InvalidOperation_KeyType(typeof(TKey), "text");
        }
    }

    /// <summary>Throws unless bytes can be a key: text, bytes, a GUID, or bytes among keys of any type.</summary>
    /// <param name="kind">The kind of keys of the type.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckByteString<TKey>(KeyKind kind)
    {
        if (IsInteger<TKey>() || (kind == KeyKind.Object && typeof(TKey) != typeof(object)))
        {
            ThrowHelper.InvalidOperation_KeyType(typeof(TKey), "text or bytes");
        }
    }

    /// <summary>Throws unless keys are of any type.</summary>
    public static void CheckObject<TKey>(KeyKind kind)
    {
        if (kind != KeyKind.Object)
        {
            ThrowHelper.InvalidOperation_KeyType(typeof(TKey), "of any type");
        }
    }

    /// <summary>The equality that collections of the base class library need to compare keys as files do; null for that of the type.</summary>
    public static IEqualityComparer<TKey>? ComparerOf<TKey>() => typeof(TKey) == typeof(object) ? (IEqualityComparer<TKey>)(object)ObjectKeyComparer.Instance : null;

    /// <summary>The integer key as the unsigned integer that is stored. Compiled to a move for each type of key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ToBits<TKey>(TKey key) => Unsafe.SizeOf<TKey>() == sizeof(uint) ? Unsafe.As<TKey, uint>(ref key) : Unsafe.As<TKey, ulong>(ref key);

    /// <summary>The integer key that was stored as an unsigned integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TKey FromBits<TKey>(ulong bits)
    {
        // The low half comes first: native files and the machines that read them are little-endian.
        return Unsafe.As<ulong, TKey>(ref bits);
    }

    /// <summary>The key that was stored as a byte string.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="offset">Where they are in the file, for messages.</param>
    /// <exception cref="CorruptBufferException">They are no key of this type.</exception>
    /// <exception cref="InvalidCastException">They are a key of any type, but not of this one.</exception>
    public static TKey FromBytes<TKey>(ReadOnlySpan<byte> bytes, long offset)
    {
        if (typeof(TKey) == typeof(string))
        {
            return (TKey)(object)Encoding.UTF8.GetString(bytes);
        }

        if (typeof(TKey) == typeof(byte[]))
        {
            return (TKey)(object)bytes.ToArray();
        }

        if (typeof(TKey) == typeof(ReadOnlyMemory<byte>))
        {
            ReadOnlyMemory<byte> memory = bytes.ToArray();
            return Unsafe.As<ReadOnlyMemory<byte>, TKey>(ref memory);
        }

        if (typeof(TKey) != typeof(Guid))
        {
            return ObjectKeyReader.Read<TKey>(bytes);
        }

        if (bytes.Length != KeyKindFacts.GuidLength)
        {
            ThrowHelper.Corrupt($"A GUID key of {bytes.Length} bytes", offset);
        }

        var guid = new Guid(bytes, bigEndian: true);
        return Unsafe.As<Guid, TKey>(ref guid);
    }

    /// <summary>A stored byte string for messages.</summary>
    public static string Describe(KeyKind kind, ReadOnlySpan<byte> key) => kind switch
    {
        KeyKind.Guid when key.Length == KeyKindFacts.GuidLength => new Guid(key, bigEndian: true).ToString(),
        KeyKind.Object => ObjectKeyText.Describe(key),
        _ => KeyText.Describe(key),
    };

    /// <summary>A key for messages, which show it as those about its stored bytes do.</summary>
    [SkipLocalsInit]
    public static string Describe<TKey>(TKey key)
    {
        if (IsInteger<TKey>())
        {
            return ObjectKeyText.Describe(key);
        }

        using var encoded = EncodedKey.Of(key, stackalloc byte[EncodedKey.StackLength]);
        return encoded.IsValid ? Describe(Of<TKey>(), encoded.Bytes) : ObjectKeyText.Describe(key);
    }

    /// <summary>Says that a key is not there.</summary>
    [DoesNotReturn]
    public static void ThrowNotFound<TKey>(TKey key) => ThrowHelper.KeyNotFound($"The key {Describe(key)} is not there.");
}
