using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Properties;

/// <summary>A packed value that lies some bytes behind the start of its region, at whatever alignment that gives.</summary>
internal sealed class ShiftedValue : IDisposable
{
    private ShiftedValue(MemoryRegion region, long offset)
    {
        Region = region;
        Offset = offset;
    }

    public MemoryRegion Region { get; }

    /// <summary>Where what was packed lies.</summary>
    public long Offset { get; }

    /// <summary>The value, if one was packed with its typecode.</summary>
    public SharedValue Value => SharedValue.Read(Region, Offset);

    public static ShiftedValue Pack(int shift, Func<PackContext, long> pack, PackOptions? options = null)
    {
        using var context = new PackContext(new IdentityMap(), options);
        long position = pack(context);
        return new ShiftedValue(MemoryRegion.CopyOf([.. new byte[shift], .. context.Buffer.ToArray()]), shift + position);
    }

    public void Dispose() => Region.Dispose();
}
