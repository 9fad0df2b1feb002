using SharedBuffers.Packing;
using SharedBuffers.Schemas;

namespace SharedBuffers.Collections;

/// <summary>Packs records of a schema that is known only when the program runs, from the values of their slots.</summary>
internal sealed class DynamicPacker(Schema schema) : RecordPacker<object?[]>
{
    public override Schema Schema => schema;

    public override long Pack(PackContext context, object?[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return ObjectPacker.Pack(context, schema, value);
    }
}
