namespace SharedBuffers.Packing;

/// <summary>An object that knows how to pack itself as a value with its typecode, so that <see cref="ValuePacker.PackAny"/> can meet it inside other values.</summary>
/// <remarks>The source generator implements it for every <c>[SharedStruct]</c> type that has a typecode.</remarks>
public interface IPackable
{
    /// <summary>Appends the object with its typecode, or finds it already there.</summary>
    /// <returns>Its position in the buffer of the context.</returns>
    long PackValue(PackContext context);
}
