using System.Runtime.CompilerServices;

namespace SharedBuffers.Collections;

/// <summary>Parts of the array, and ways through it.</summary>
public sealed partial class MappedArray<TView>
{
    /// <summary>All records, as a slice.</summary>
    public MappedArraySlice<TView> All => new(this, 0, LongCount, 1);

    /// <summary>A part of the array. Nothing is copied.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie in the array.</exception>
    public MappedArraySlice<TView> this[Range range] => All[range];

    /// <summary>Records at equal distances. Nothing is copied.</summary>
    /// <param name="start">Index of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="step">From one to the next; negative to go backwards.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them does not lie in the array, or the step is 0.</exception>
    public MappedArraySlice<TView> Slice(long start, long count, long step = 1) => All.Slice(start, count, step);

    /// <summary>Enumerates the records in order, without allocation.</summary>
    public MappedArraySlice<TView>.Enumerator GetEnumerator() => All.GetEnumerator();

    /// <inheritdoc cref="MappedArraySlice{TView}.Masked(ReadOnlySpan{bool})"/>
    public MaskedRecords<TView> Masked(ReadOnlySpan<bool> mask) => All.Masked(mask);

    /// <inheritdoc cref="MappedArraySlice{TView}.Masked(ReadOnlySpan{ulong})"/>
    public MaskedRecords<TView> Masked(ReadOnlySpan<ulong> mask) => All.Masked(mask);

    /// <inheritdoc cref="MappedArraySlice{TView}.Ahead(int)"/>
    public PrefetchedRecords<TView> Ahead(int distance = PrefetchedRecords<TView>.DefaultDistance) => All.Ahead(distance);

    /// <inheritdoc cref="MappedArraySlice{TView}.Ahead(ReadOnlySpan{long}, int)"/>
    public PrefetchedRecords<TView> Ahead(ReadOnlySpan<long> order, int distance = PrefetchedRecords<TView>.DefaultDistance) => All.Ahead(order, distance);

    /// <inheritdoc cref="MappedArraySlice{TView}.ToArray{TResult}"/>
    public TResult[] ToArray<TResult>(Func<TView, TResult> clone) => All.ToArray(clone);

    /// <inheritdoc cref="MappedArraySlice{TView}.ToArray()"/>
    public TView[] ToArray() => All.ToArray();

    internal bool HasOffsets => _offsets.Distance == 0;

    internal void PrefetchOffset(long index) => _offsets.Prefetch(index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void PrefetchRecord(long index) => _records.Prefetch(_offsets.GetOffset(index), _lengthAhead);
}
