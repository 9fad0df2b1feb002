using SharedBuffers.Schemas;

namespace SharedBuffers.Packing;

/// <summary>A type that knows its schema and how to pack its instances. The source generator implements it for every <c>[SharedStruct]</c> type.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface ISharedStruct<TSelf>
    where TSelf : ISharedStruct<TSelf>
{
    /// <summary>The schema that <see cref="Pack"/> writes by. The same instance each time.</summary>
    static abstract Schema Schema { get; }

    /// <summary>Appends the image of one object, aligned as its schema says, without a typecode.</summary>
    /// <param name="context">Where to, and what is shared. After an exception its caller rolls it back.</param>
    /// <param name="value">The object.</param>
    /// <returns>Position of the image in the buffer of the context.</returns>
    static abstract long Pack(PackContext context, TSelf value);
}
