namespace SharedBuffers.Packing;

/// <summary>How values are packed. The default suits native files; every combination is readable by every reader.</summary>
public sealed record PackOptions
{
    /// <summary>The options of native files: aligned, nothing compressed.</summary>
    public static PackOptions Default { get; } = new();

    /// <summary>The options that reproduce images of the 1.x library, but for compression.</summary>
    public static PackOptions Compatible { get; } = new() { Style = PackStyle.Compatible };

    /// <summary>Placement of values inside an image.</summary>
    public PackStyle Style { get; init; }

    /// <summary>
    /// Whether strings and byte strings longer than 512 bytes are stored as LZ4 blocks when that saves at least a third. Off by default: a compressed string cannot be
    /// read as a span.
    /// </summary>
    public bool CompressStrings { get; init; }

    /// <summary>Whether sequences of values always take 64-bit pointers, but for keys of maps. Off by default: they are taken only where 32 bits do not reach.</summary>
    public bool WidePointers { get; init; }

    /// <summary>Is told of every object that is packed; null, the default, for nobody. It changes no byte.</summary>
    public IPackObserver? Observer { get; init; }
}
