using SharedBuffers.Diagnostics;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;

namespace SharedBuffers.Collections;

/// <summary>
/// An arena of packed objects that only grows: objects are added and read in place at once, outside the garbage-collected heap, in temporary memory-mapped sections.
/// </summary>
/// <remarks>
/// <para><b>Positions.</b> What is added gets a 64-bit position, good until <see cref="Clear"/> or <see cref="Dispose"/>: nothing ever moves. The same positions are good in a
/// dump (<see cref="WriteTo"/>, <see cref="Publish"/>), which <see cref="MappedObjectPool"/> maps. A position does not say what lies there: reading needs the type.</para>
/// <para><b>Sharing.</b> Each section has an identity map: equal strings and the same nested objects are stored once in it. The object that is added is always stored
/// anew, so that one that changed can be added again. An object that is larger than a section gets one of its own.</para>
/// <para><b>Memory.</b> Sections are files without a name, gone with the pool or the process. Bytes that hold no object are zero, also in sections used again.</para>
/// <para><b>Thread safety.</b> Everything may be called by several threads at once, but for <see cref="Clear"/> and <see cref="Dispose"/>, which must not run concurrently with
/// reads. Additions take turns; reads take no lock, and see every object whose position they were given.</para>
/// </remarks>
/// <example><code>
/// using var pool = new SharedObjectPool();
/// long position = pool.Add(new Product { Sku = "sku-42" });
/// Console.WriteLine(pool.Get&lt;Product.View&gt;(position).Sku);
/// </code></example>
public sealed partial class SharedObjectPool : IDisposable
{
    /// <summary>Everything starts at a multiple of this.</summary>
    internal const int LeastAlignment = 8;

    private readonly Lock _lock = new();
    private readonly PoolTypes _types = new();
    private readonly PackBuffer _buffer = new();
    private readonly List<Action<PackContext>> _preloads = [];
    private readonly SectionFreeList _freeSections;
    private PoolSection[] _sections = [];
    private PoolSection? _open;
    private bool _isPacking;
    private bool _isDisposed;

    /// <summary>Creates an empty pool. Memory is taken when something is added.</summary>
    /// <param name="options">How; null for <see cref="PoolOptions.Default"/>.</param>
    public SharedObjectPool(PoolOptions? options = null)
    {
        Options = options ?? PoolOptions.Default;
        _freeSections = Options.FreeSections ?? new SectionFreeList();
    }

    /// <summary>How the pool was made.</summary>
    public PoolOptions Options { get; }

    /// <summary>
    /// What the typecodes of values stand for. Types that are added are known; those that only occur inside values, where any value can stand, are registered here.
    /// </summary>
    public TypeRegistry Types => _types.Registry;

    /// <summary>The sections so far, in the order of their positions. The list does not change; ask again after something was added.</summary>
    public IReadOnlyList<PoolSection> Sections => Volatile.Read(ref _sections);

    /// <summary>Bytes of a dump: those of all sections, the last one only as far as it is used.</summary>
    public long Length => Volatile.Read(ref _sections) is [.., var last] ? last.Start + last.UsedLength : 0;

    /// <summary>Forgets what was packed where, but for preloaded objects: what comes is stored anew. Objects and positions stay.</summary>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public void ClearIdentityMaps()
    {
        lock (_lock)
        {
            CheckUsable();
            _open?.Identities?.Clear();
        }
    }

    /// <summary>Forgets all objects. Their views throw <see cref="ObjectDisposedException"/>; the sections are cleared and used again. Preloads and types stay.</summary>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public void Clear()
    {
        lock (_lock)
        {
            CheckUsable();
            GiveSectionsBack();
        }
    }

    /// <summary>Gives the memory back, to the list of the options or to the system. Views throw <see cref="ObjectDisposedException"/>. Safe to call twice.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            if (Options.FreeSections is null)
            {
                // First, so that nothing is cleared that nobody will use.
                _freeSections.Dispose();
            }

            GiveSectionsBack();
            _buffer.Dispose();
        }
    }

    private void GiveSectionsBack()
    {
        PoolSection[] sections = _sections;
        Volatile.Write(ref _sections, []);
        _open = null;
        foreach (PoolSection section in sections)
        {
            _freeSections.Give(section.Mapping, section.UsedLength);
        }
    }

    private void CheckUsable()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isPacking)
        {
            ThrowHelper.InvalidOperation("An object is being packed into this pool: what runs while it is packed cannot change the pool.");
        }
    }
}
