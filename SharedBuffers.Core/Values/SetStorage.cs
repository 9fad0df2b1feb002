using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>How the elements of a set are stored, without their type.</summary>
/// <param name="Region">Where.</param>
/// <param name="Origin">First byte of the set, which pointers are relative to.</param>
/// <param name="Data">First element or pointer.</param>
/// <param name="Count">Elements.</param>
/// <param name="Code">Form and width.</param>
/// <param name="ElementSize">Bytes of an element or pointer.</param>
internal readonly record struct SetStorage(MemoryRegion Region, long Origin, long Data, long Count, byte Code, byte ElementSize);
