namespace SharedBuffers.Layout;

/// <summary>Questions about typecodes.</summary>
internal static class ValueTypeCodes
{
    private const byte DeadObjectCode = (byte)'o';

    /// <summary>
    /// Whether a code has a meaning of its own and cannot be given to a schema. <c>o</c> stood for "any object" in the original and is written by nothing;
    /// a schema that takes it would be misread there.
    /// </summary>
    public static bool IsBuiltIn(byte code) => code == DeadObjectCode || "BbHhIiQqfdTsurteWEZzmMnFvV"u8.Contains(code);
}
