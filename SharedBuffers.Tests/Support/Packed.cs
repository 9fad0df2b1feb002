using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Support;

/// <summary>Packs something and shows it in a region of its own.</summary>
public static class Packed
{
    /// <summary>What is packed at a position of a fresh buffer, as a region.</summary>
    public static MemoryRegion Region(Func<PackContext, long> pack, out long position, PackOptions? options = null)
    {
        using var context = new PackContext(new IdentityMap(), options);
        position = pack(context);
        return MemoryRegion.CopyOf(context.Buffer.ToArray());
    }

    /// <summary>The bytes of what is packed first into a fresh buffer.</summary>
    public static byte[] Bytes(Func<PackContext, long> pack, PackOptions? options = null)
    {
        using var context = new PackContext(new IdentityMap(), options);
        pack(context);
        return context.Buffer.ToArray();
    }

    public static SharedList<T> List<T>(IReadOnlyCollection<T> values) => List<T, T>(values);

    public static SharedList<TView> List<T, TView>(IReadOnlyCollection<T> values)
    {
        MemoryRegion region = Region(c => ValuePacker.PackSequence(c, values), out long position);
        return new SharedList<TView>(region, position);
    }

    public static SharedSet<T> Set<T>(IReadOnlyCollection<T> values) => Set<T, T>(values);

    public static SharedSet<TView> Set<T, TView>(IReadOnlyCollection<T> values)
    {
        MemoryRegion region = Region(c => ValuePacker.PackSet(c, values), out long position);
        return new SharedSet<TView>(region, position);
    }

    public static SharedString String(string value, PackOptions? options = null)
    {
        MemoryRegion region = Region(c => ValuePacker.PackString(c, value), out long position, options);
        return SharedString.Read(region, position);
    }

    public static SharedValue Value(object? value, PackOptions? options = null)
    {
        MemoryRegion region = Region(c => ValuePacker.PackAny(c, value), out long position, options);
        return position == ValuePacker.NullPosition ? default : SharedValue.Read(region, position);
    }
}
