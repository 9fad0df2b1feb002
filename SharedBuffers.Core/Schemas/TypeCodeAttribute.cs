namespace SharedBuffers.Schemas;

/// <summary>
/// Gives a shared struct the one-byte code that names it where a value carries its type: in <c>object</c> slots and as element of lists, sets and maps.
/// </summary>
/// <remarks>Codes of one file must differ. Those below 0x80 belong to the format.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class TypeCodeAttribute : Attribute
{
    /// <summary>Sets the code.</summary>
    /// <param name="code">0x80 to 0xFF.</param>
    public TypeCodeAttribute(byte code) => Code = code;

    /// <summary>The code, 0x80 to 0xFF.</summary>
    public byte Code { get; }
}
