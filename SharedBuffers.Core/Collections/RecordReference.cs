namespace SharedBuffers.Collections;

/// <summary>A record that a builder has stored: what indexes over its array refer to. Good for the builder that gave it.</summary>
public readonly record struct RecordReference
{
    internal RecordReference(ArrayBuilder array, long offset)
    {
        Array = array;
        Offset = offset;
    }

    /// <summary>The array that the record belongs to.</summary>
    public ArrayBuilder Array { get; }

    /// <summary>Offset of the record in bytes from the start of the array's records.</summary>
    public long Offset { get; }
}
