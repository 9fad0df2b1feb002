using SharedBuffers.Schemas;

namespace SharedBuffers.Packing;

/// <summary>Is told of every object that is packed, of generated types and of dynamic ones, nested ones too: for logging, counting, or recording where objects lie.</summary>
/// <remarks>
/// <para>Set in <see cref="PackOptions.Observer"/>. Calls come on the packing thread, in the order of the work: an object's <see cref="Packing"/>, then both calls of each object
/// that it is the first to refer to, then its <see cref="Packed"/>. An object that is shared is told of once.</para>
/// <para>An exception ends the pack like any other, and the image is rolled back; so is an object that was told of as packed when one around it fails.
/// A type of your own can react to its own objects alone: it implements <c>OnPacking</c> and <c>OnPacked</c>, which the source generator declares.</para>
/// </remarks>
public interface IPackObserver
{
    /// <summary>An object is about to be written: nothing of it is in the buffer yet.</summary>
    /// <param name="context">Where it goes.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="instance">The object, or null when it has no identity: structs, and values given as a span.</param>
    void Packing(PackContext context, Schema schema, object? instance);

    /// <summary>An object was written, with everything that it is the first to refer to.</summary>
    /// <param name="context">Where it went.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="instance">The object, or null as above.</param>
    /// <param name="position">Position of its image in the context's buffer; add <see cref="PackContext.Origin"/> for the place in the file.</param>
    /// <param name="length">Bytes of the image and of what follows it, up to the end of the buffer.</param>
    void Packed(PackContext context, Schema schema, object? instance, long position, long length);
}
