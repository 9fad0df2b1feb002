namespace SharedBuffers.Layout;

/// <summary>What follows from the kind of keys.</summary>
internal static class KeyKindFacts
{
    /// <summary>Bytes of a GUID key.</summary>
    public const int GuidLength = 16;

    /// <summary>Whether there is such a kind of keys.</summary>
    public static bool IsKey(this KeyKind kind) => kind is not KeyKind.None and <= KeyKind.Object;

    /// <summary>Whether keys are byte strings: hashed, compared and stored as their bytes, whatever stands for them in .NET.</summary>
    public static bool IsByteString(this KeyKind kind) => kind is KeyKind.Utf8 or KeyKind.Bytes or KeyKind.Guid or KeyKind.Object;

    /// <summary>Whether the bytes that a caller has are the key: not where keys of any type are encoded.</summary>
    public static bool IsPlainBytes(this KeyKind kind) => kind.IsByteString() && kind != KeyKind.Object;

    /// <summary>Whether keys are 32-bit integers.</summary>
    public static bool IsNarrow(this KeyKind kind) => kind is KeyKind.UInt32 or KeyKind.Int32;

    /// <summary>Whether a byte string of some length can be a key.</summary>
    public static bool CanHaveLength(this KeyKind kind, long length) => kind switch
    {
        KeyKind.Guid => length == GuidLength,
        KeyKind.Object => length > 0,
        _ => true,
    };
}
