using System.Runtime.InteropServices;

namespace SharedBuffers.Layout;

/// <summary>One entry of the index of keys inside a map. They lie at any alignment. <c>docs/format/values.md</c> specifies it.</summary>
/// <remarks>
/// <code>
/// offset width field
///      0     8 hash              stable hash of the key; entries are sorted by it
///      8     8 key pointer       bytes from the start of the index to the key with its typecode; negative for keys that lie before it, 1 for null
///     16     8 number            place of the value in the sequence of values
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size, Pack = 1)]
internal struct KeyIndexEntry
{
    public const int Size = 24;

    [FieldOffset(0)]
    public ulong Hash;

    [FieldOffset(8)]
    public long KeyPointer;

    [FieldOffset(16)]
    public ulong Number;
}
