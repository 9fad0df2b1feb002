using SharedBuffers.Packing;
using SharedBuffers.Schemas;

namespace SharedBuffers.Collections;

/// <summary>Packs the records of one array.</summary>
internal abstract class RecordPacker<T>
{
    /// <summary>The schema of the records.</summary>
    public abstract Schema Schema { get; }

    /// <summary>Appends the image of a record at the end of the context's buffer, which is aligned for it.</summary>
    /// <returns>Position of the image.</returns>
    public abstract long Pack(PackContext context, T value);
}
