namespace SharedBuffers.Layout;

/// <summary>What the bytes of a section of a native file are. <c>docs/format/file.md</c> lists the numbers.</summary>
/// <remarks>A reader skips sections of kinds that it does not know: new kinds need no new format version.</remarks>
public enum SectionKind
{
    /// <summary>No kind: never stored.</summary>
    None = 0,

    /// <summary>A schema as data: the slots of the records of the array with the same name.</summary>
    Schema = 1,

    /// <summary>Records, one after the other, each 8-byte aligned; for string and bytes keys each record stands behind its key.</summary>
    Rows = 2,

    /// <summary>Where the records of an array are, in the order in which they were added.</summary>
    ArrayIndex = 3,

    /// <summary>An index over the records of an array: a header and a hash table.</summary>
    Index = 4,

    /// <summary>An id mapper: a hash table whose entries are keys and numbers.</summary>
    IdMapper = 5,

    /// <summary>Bytes that only the application understands.</summary>
    UserData = 6,

    /// <summary>Checksums of the blocks of all other sections; always the last section.</summary>
    BlockChecksums = 7,

    /// <summary>Keys that an overlay removes from the dictionary below it: a header and a hash table.</summary>
    RemovedKeys = 8,

    /// <summary>The files of a sharded dictionary.</summary>
    Shards = 9,

    /// <summary>First number that an application may give to sections of its own.</summary>
    FirstUser = 0x10000,
}
