using SharedBuffers.Packing;
using SharedBuffers.Schemas;

namespace SharedBuffers.Collections;

/// <summary>
/// Packs the records of one array, for builders of what no type was compiled for: rows of a table, messages of another format. It writes objects with an <see cref="ObjectWriter"/>.
/// </summary>
/// <typeparam name="T">What is added to the builder.</typeparam>
/// <remarks>One thread at a time, like its builder.</remarks>
public abstract class RecordPacker<T>
{
    /// <summary>The schema of the records. The same instance each time.</summary>
    public abstract Schema Schema { get; }

    /// <summary>Appends the image of a record at the end of the context's buffer, which is aligned for it.</summary>
    /// <param name="context">Where to. After an exception the builder takes back what was appended.</param>
    /// <param name="value">The record.</param>
    /// <returns>Position of the image: where the buffer ended before.</returns>
    public abstract long Pack(PackContext context, T value);
}
