using SharedBuffers.Schemas;

namespace SharedBuffers.Values;

/// <summary>
/// A type that shows objects of a buffer without copying them: the generated <c>View</c> of a <c>[SharedStruct]</c> type, or <see cref="ObjectView"/> for any schema.
/// </summary>
/// <typeparam name="TSelf">The view itself.</typeparam>
public interface IObjectView<TSelf>
    where TSelf : struct, IObjectView<TSelf>
{
    /// <summary>The schema that the view was compiled for, which a file's own is bound to; null for a view that takes the file's.</summary>
    static abstract Schema? CompiledSchema { get; }

    /// <summary>Shows an object. O(1), no allocation.</summary>
    /// <param name="reference">The object, bound to <see cref="CompiledSchema"/>.</param>
    static abstract TSelf Create(ObjectReference reference);
}
