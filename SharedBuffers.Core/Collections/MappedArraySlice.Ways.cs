namespace SharedBuffers.Collections;

/// <summary>Ways through the records other than one after the other.</summary>
public readonly partial struct MappedArraySlice<TView>
{
    /// <summary>The records that a mask selects. Enumerating them allocates nothing.</summary>
    /// <param name="mask">A flag for each record; more are ignored.</param>
    /// <exception cref="ArgumentException">The mask has fewer flags than there are records.</exception>
    public MaskedRecords<TView> Masked(ReadOnlySpan<bool> mask) => new(this, mask);

    /// <summary>The records that a bitmap selects. Enumerating them allocates nothing.</summary>
    /// <param name="mask">A bit for each record: that of record i is bit i mod 64 of word i / 64. More are ignored.</param>
    /// <exception cref="ArgumentException">The mask has fewer bits than there are records.</exception>
    public MaskedRecords<TView> Masked(ReadOnlySpan<ulong> mask) => new(this, mask);

    /// <summary>All records, loaded ahead. Enumerating them allocates nothing.</summary>
    /// <param name="distance">How many records ahead.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is less than 1.</exception>
    public PrefetchedRecords<TView> Ahead(int distance = PrefetchedRecords<TView>.DefaultDistance) => new(this, distance);

    /// <summary>Records in an order of the caller's, loaded ahead. Enumerating them allocates nothing.</summary>
    /// <param name="order">Indexes of the records, in any order, as often as wanted. One that is not there throws when it is reached.</param>
    /// <param name="distance">How many records ahead.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is less than 1.</exception>
    public PrefetchedRecords<TView> Ahead(ReadOnlySpan<long> order, int distance = PrefetchedRecords<TView>.DefaultDistance) => new(this, order, distance);
}
