namespace SharedBuffers.Diagnostics;

/// <summary>Bounds that keep a hostile file from costing more than its size.</summary>
internal static class Limits
{
    /// <summary>How deep values may nest (lists in lists, objects in objects) before a walk gives up. The stack of a thread with 256 KiB survives it.</summary>
    public const int MaxDepth = 128;

    /// <summary>Slots of a schema: the has and none bitmaps are at most 64 bits wide.</summary>
    public const int MaxSlots = 64;
}
