namespace SharedBuffers.Collections;

/// <summary>One of the files of a sharded dictionary, as its manifest describes it.</summary>
/// <param name="FileName">Name of the file, in the folder of the manifest.</param>
/// <param name="FileId">Hash of its content.</param>
/// <param name="FirstHash">Least hash of its keys: XXH3-64 under seed 0.</param>
/// <param name="LastHash">Greatest hash of its keys.</param>
/// <param name="Count">Its keys.</param>
public sealed record ShardInfo(string FileName, ulong FileId, ulong FirstHash, ulong LastHash, long Count);
