using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>The dump of a pool, of this library or of the 1.x one, mapped for reading. <c>docs/format/pool.md</c> specifies it.</summary>
/// <remarks>
/// <para>A dump has no header: it does not say that it is one, and has no checksums. Its bytes may be anything; reading gives data or <see cref="CorruptBufferException"/>.</para>
/// <para>All reads may run concurrently; <see cref="Dispose"/> must not run concurrently with reads.</para>
/// </remarks>
public sealed class MappedObjectPool : IDisposable
{
    private readonly PoolTypes _types = new();

    private MappedObjectPool(MemoryRegion region)
    {
        Region = region;
        _types.Registry.ShareWith(region);
    }

    /// <summary>Bytes of the dump.</summary>
    public long Length => Region.Length;

    /// <summary>The memory: offsets in it are positions.</summary>
    public MemoryRegion Region { get; }

    /// <summary>What the typecodes of values stand for. Types that are read are known; those that only occur inside values, where any value can stand, are registered here.</summary>
    public TypeRegistry Types => _types.Registry;

    /// <summary>Maps or copies a dump.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Map it, or copy it into memory.</param>
    /// <param name="access">Read-only unless numeric slots are to be changed in place.</param>
    /// <param name="offset">Where the dump starts in the file.</param>
    /// <param name="length">Its bytes; null for all that follow.</param>
    /// <inheritdoc cref="MemoryRegion.OpenFile" path="/exception"/>
    public static MappedObjectPool Open(string path, LoadMode mode = LoadMode.Map, MapAccess access = MapAccess.ReadOnly, long offset = 0, long? length = null)
    {
        // The dump of an empty pool has no bytes, which cannot be mapped.
        bool isEmpty = offset == 0 && length is null && new FileInfo(path) is { Exists: true, Length: 0 };
        return new MappedObjectPool(isEmpty ? MemoryRegion.Allocate(0) : MemoryRegion.OpenFile(path, mode, access, offset, length));
    }

    /// <summary>Shows an object. No allocation once a type was read.</summary>
    /// <typeparam name="TView">The generated view of its type, or <c>ObjectView</c>.</typeparam>
    /// <param name="position">Position of an object.</param>
    /// <param name="schema">The schema that it was packed by; null for the one that the view was compiled for. <c>ObjectView</c> needs it.</param>
    /// <exception cref="CorruptBufferException">The position lies outside the dump.</exception>
    /// <exception cref="ArgumentException"><paramref name="schema"/> is null and the view was compiled for none.</exception>
    /// <exception cref="SchemaMismatchException">The view cannot read what was packed by the schema.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public TView Get<TView>(long position, Schema? schema = null)
        where TView : struct, IObjectView<TView> => _types.GetObject<TView>(Region, position, schema);

    /// <summary>Shows a value with its typecode. No allocation.</summary>
    /// <param name="position">Position of a value.</param>
    /// <exception cref="CorruptBufferException">The position lies outside the dump, or no value is there.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public SharedValue GetValue(long position) => SharedValue.Read(Region, position);

    /// <summary>Unmaps the file. Views throw <see cref="ObjectDisposedException"/> from then on. Safe to call twice.</summary>
    public void Dispose() => Region.Dispose();
}
