using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Support;

/// <summary>
/// One packed object in a region of its own, and a view of it. Behind it lies as much as objects have in files, so that views read it the short way; <see cref="Last"/> shows it at
/// the end of a region, where they cannot.
/// </summary>
internal sealed class PackedObject<TView> : IDisposable
    where TView : struct, IObjectView<TView>
{
    private readonly MemoryRegion _region;
    private readonly MemoryRegion _exactRegion;

    private PackedObject(byte[] bytes, long offset, Schema schema)
    {
        Bytes = bytes;
        _region = MemoryRegion.CopyOf([.. bytes, .. new byte[MemoryRegion.RunLength]]);
        _exactRegion = MemoryRegion.CopyOf(bytes);
        View = TView.Create(new ObjectReference(_region, offset, SchemaBinding.Create(_region, schema, TView.CompiledSchema)));
        Last = TView.Create(new ObjectReference(_exactRegion, offset, SchemaBinding.Create(_exactRegion, schema, TView.CompiledSchema)));
    }

    public byte[] Bytes { get; }

    public TView View { get; }

    /// <summary>The same object with nothing behind it.</summary>
    public TView Last { get; }

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

    public void Dispose()
    {
        _region.Dispose();
        _exactRegion.Dispose();
    }
}
