using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>
/// A view that can be the element of a <see cref="SharedList{T}"/>, <see cref="SharedSet{T}"/> or map: it knows how to be made from a stored value with its typecode.
/// </summary>
/// <typeparam name="TSelf">The view itself, a struct.</typeparam>
/// <remarks>
/// The method is an instance method so that <c>default(TSelf)</c> can serve as the factory of its own kind, without reflection and without a registry.
/// It is called on a default instance and must not use its state. A default instance also stands for null.
/// </remarks>
public interface IElementView<TSelf>
{
    /// <summary>Makes the view of a stored value.</summary>
    /// <param name="region">Where the value lies.</param>
    /// <param name="code">Its typecode, as stored.</param>
    /// <param name="payloadOffset">Offset of the payload behind the typecode, from the start of the region. Not checked yet.</param>
    /// <exception cref="Diagnostics.CorruptBufferException">The value is of a type that this view cannot show, or damaged.</exception>
    TSelf CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset);

    /// <summary>Whether values of a typecode can be shown at all, so that a caller can ask before it is told by an exception.</summary>
    /// <param name="code">Typecode, as stored. Views of objects show the typecodes that applications give to schemas.</param>
    bool CanShow(ValueTypeCode code) => code >= ValueTypeCode.FirstUser;
}
