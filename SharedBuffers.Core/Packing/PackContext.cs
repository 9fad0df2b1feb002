using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Schemas;

namespace SharedBuffers.Packing;

/// <summary>
/// What every packer is given: the buffer to append to, the identity map that shares equal things, the options, and how deep the nesting is.
/// </summary>
/// <remarks>
/// <para>Positions in the buffer are relative to its start; absolute positions, which the identity map records, add <see cref="Origin"/>. Pointers in images are
/// relative to the image, so a buffer can be appended to a file as it is, at any multiple of 8.</para>
/// <para>A builder reuses one context: <see cref="Mark"/> before each object, <see cref="Rollback"/> when its pack throws. Not thread-safe.</para>
/// </remarks>
public sealed class PackContext : IDisposable
{
    private readonly bool _ownsBuffer;
    private int _depth;

    /// <summary>Creates a context with a buffer of its own, which <see cref="Dispose"/> frees.</summary>
    /// <param name="identities">Shares equal things; null stores each thing where it is met, and refuses cyclic structures by their depth.</param>
    /// <param name="options">How to pack; null for <see cref="PackOptions.Default"/>.</param>
    public PackContext(IdentityMap? identities = null, PackOptions? options = null)
        : this(new PackBuffer(), identities, options) => _ownsBuffer = true;

    /// <summary>Creates a context over a buffer that the caller keeps.</summary>
    /// <param name="buffer">Where images go.</param>
    /// <param name="identities">Shares equal things; null stores each thing where it is met.</param>
    /// <param name="options">How to pack; null for <see cref="PackOptions.Default"/>.</param>
    public PackContext(PackBuffer buffer, IdentityMap? identities = null, PackOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        Buffer = buffer;
        Identities = identities;
        Options = options ?? PackOptions.Default;
    }

    /// <summary>Where images go.</summary>
    public PackBuffer Buffer { get; }

    /// <summary>Shares equal things, or null.</summary>
    public IdentityMap? Identities { get; }

    /// <summary>How values are packed.</summary>
    public PackOptions Options { get; }

    /// <summary>Absolute position of the buffer's first byte: what was flushed to the file before it. A multiple of 8.</summary>
    public long Origin { get; set; }

    /// <summary>What the readers of the file will know typecodes to stand for; null when nobody says, and every typecode is written.</summary>
    internal TypeRegistry? KnownTypes { get; init; }

    /// <summary>Nesting depth of the value being packed.</summary>
    public int Depth => _depth;

    /// <summary>Whether the key of a map is being packed. Keys keep 32-bit pointers while those reach: the 1.x library packs each in a small buffer of its own.</summary>
    internal bool IsPackingKey { get; set; }

    /// <summary>Set when something packed before was found again: images packed since may have pointers that lead out of them.</summary>
    internal bool ReachesBack { get; set; }

    /// <summary>Looks up where something was packed, as a position relative to the buffer: negative when it lies in what was flushed before.</summary>
    public bool TryGetPosition(in IdentityKey key, out long position)
    {
        if (Identities is { } identities && identities.TryGet(key, out position))
        {
            position -= Origin;
            ReachesBack = true;
            return true;
        }

        position = 0;
        return false;
    }

    /// <summary>Records that something was packed at a position of the buffer.</summary>
    public void SetPosition(in IdentityKey key, long position) => Identities?.Add(key, position + Origin);

    /// <summary>The state to return to if what comes next fails.</summary>
    public PackMark Mark() => new(Buffer.Length, Buffer.AlignmentOrigin, Identities?.JournalPosition ?? 0, _depth);

    /// <summary>Returns to a state: cuts the buffer and takes back what was recorded since, so that nothing can point at bytes that are gone.</summary>
    public void Rollback(PackMark mark)
    {
        Buffer.Truncate(mark.Length);
        Buffer.AlignmentOrigin = mark.AlignmentOrigin;
        Identities?.Rollback(mark.Identities);
        _depth = mark.Depth;
        IsPackingKey &= _depth > 0;
    }

    /// <summary>Begins a nested value; <see cref="Leave"/> ends it.</summary>
    /// <exception cref="InvalidOperationException">Values nest deeper than readers accept.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        if (++_depth > Limits.MaxDepth)
        {
            ThrowTooDeep();
        }
    }

    /// <summary>Ends a nested value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave() => _depth--;

    /// <summary>Frees the buffer if the context made it.</summary>
    public void Dispose()
    {
        if (_ownsBuffer)
        {
            Buffer.Dispose();
        }
    }

    private static void ThrowTooDeep() => ThrowHelper.InvalidOperation(
        $"Values nest deeper than {Limits.MaxDepth} levels. A cyclic structure needs an identity map; a deeper one cannot be read back.");
}
