using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Support;

/// <summary>One packed object in a region of its own, and a view of it.</summary>
internal sealed class PackedObject<TView> : IDisposable
    where TView : struct, IObjectView<TView>
{
    private readonly MemoryRegion _region;

    private PackedObject(byte[] bytes, long offset, Schema schema)
    {
        Bytes = bytes;
        _region = MemoryRegion.CopyOf(bytes);
        View = TView.Create(new ObjectReference(_region, offset, SchemaBinding.Create(_region, schema, TView.CompiledSchema)));
    }

    public byte[] Bytes { get; }

    public TView View { get; }

    /// <summary>Packs an object and shows it as <typeparamref name="TView"/>, which may have been compiled for another schema.</summary>
    public static PackedObject<TView> Of<T>(T value)
        where T : ISharedStruct<T>
    {
        using var context = new PackContext(new IdentityMap());
        long position = T.Pack(context, value);
        return new PackedObject<TView>(context.Buffer.ToArray(), position, T.Schema);
    }

    /// <summary>Packs an object of a schema that is known only here.</summary>
    public static PackedObject<TView> Of(Schema schema, params ReadOnlySpan<object?> values)
    {
        using var context = new PackContext(new IdentityMap());
        long position = ObjectPacker.Pack(context, schema, values);
        return new PackedObject<TView>(context.Buffer.ToArray(), position, schema);
    }

    public void Dispose() => _region.Dispose();
}
