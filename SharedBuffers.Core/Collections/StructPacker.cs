using SharedBuffers.Packing;
using SharedBuffers.Schemas;

namespace SharedBuffers.Collections;

/// <summary>Packs records by the code that was generated for their type.</summary>
internal sealed class StructPacker<T> : RecordPacker<T>
    where T : ISharedStruct<T>
{
    public override Schema Schema => T.Schema;

    public override long Pack(PackContext context, T value) => T.Pack(context, value);
}
