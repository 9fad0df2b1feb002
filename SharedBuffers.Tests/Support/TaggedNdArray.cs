using System.Text.Json;

namespace SharedBuffers.Tests.Support;

/// <summary>An n-dimensional array in a vector: a dtype as a string or as nested [name, dtype] pairs, a shape, and the elements in C order.</summary>
public sealed record TaggedNdArray(JsonElement DType, int[] Shape, byte[] Data);
