using System.Collections;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>An array of records in a mapped file, in the order in which they were added. Elements are views: nothing is copied, nothing is allocated.</summary>
/// <typeparam name="TView">The generated view of the records' type, or <c>ObjectView</c>.</typeparam>
/// <remarks>
/// <para>It knows where records are; what is in them is for the view to read. An element costs one read of the array index and one of the record's header.</para>
/// <para><b>Lifetime.</b> An array that was opened by path owns its file and is disposed by its user; an array of a bundle belongs to the bundle, and its
/// <see cref="Dispose"/> does nothing. Views of a disposed file throw <see cref="ObjectDisposedException"/>.</para>
/// <para><b>Thread safety.</b> All reads may run concurrently; the dispose must not run concurrently with reads.</para>
/// </remarks>
public sealed partial class MappedArray<TView> : IReadOnlyList<TView>, IDisposable
    where TView : struct, IObjectView<TView>
{
    private readonly RecordArea _records;
    private readonly RecordOffsets _offsets;
    private readonly BundleArray _array;
    private readonly Bundle? _owned;

    // Records, from the first on, that lie at equal distances and of which the region holds whatever could be in them, if they have the layout that the view was compiled for: mostly
    // all of a file, or none. One compare of the index stands for all checks of these until a slot is read.
    // PERF: the scenario `fields` of the benchmarks.
    private readonly long _regularCount;
    private readonly long _firstRecord;
    private readonly long _distance;
    private readonly MemoryRegion _region;
    private readonly SchemaBinding _binding;
    private readonly ulong _commonSlots;

    // Of a record that is loaded ahead: no line behind a short one.
    private readonly long _lengthAhead;

    internal MappedArray(RecordArea records, BundleArray array, Bundle? owned)
    {
        _records = records;
        _offsets = array.Offsets;
        _array = array;
        _owned = owned;
        _region = records.View.Region;
        _binding = records.Binding;
        _commonSlots = _binding.CommonSlots;
        _lengthAhead = _offsets.Distance is > 0 and < MemoryRegion.CacheLine ? _offsets.Distance : MemoryRegion.CacheLine;
        _regularCount = _offsets.CountEqualBelow(records.PlacesOfRun);
        if (_regularCount > 0)
        {
            _firstRecord = records.View.Offset + _offsets.GetOffset(0);
            _distance = _offsets.Distance;
        }
    }

    /// <summary>Name of the array in its file.</summary>
    public string Name => _array.Name;

    /// <summary>Records.</summary>
    public long LongCount => _offsets.Count;

    /// <summary>Records.</summary>
    /// <exception cref="OverflowException">There are more than <see cref="int.MaxValue"/>; use <see cref="LongCount"/>.</exception>
    public int Count
    {
        get
        {
            if (LongCount > int.MaxValue)
            {
                ThrowHelper.Overflow_Count(LongCount);
            }

            return (int)LongCount;
        }
    }

    /// <summary>The schema that the records were written with.</summary>
    public Schema Schema => _binding.FileSchema;

    /// <summary>The memory of the file.</summary>
    public MemoryRegion Region => _region;

    /// <summary>A record by its 0-based index. O(1), no allocation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such record.</exception>
    /// <exception cref="CorruptBufferException">The file is damaged.</exception>
    public TView this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((ulong)index < (ulong)_regularCount)
            {
                return TView.Create(ObjectReference.CreateInRun(_region, _firstRecord + (index * _distance), _binding, _commonSlots));
            }

            if ((ulong)index >= (ulong)_offsets.Count)
            {
                ThrowHelper.ArgumentOutOfRange_Index(index, _offsets.Count);
            }

            return _records.GetRecord<TView>(_offsets.GetOffset(index));
        }
    }

    /// <summary>A record by its 0-based index.</summary>
    public TView this[int index] => this[(long)index];

    /// <summary>A record by its index from the start or the end.</summary>
    public TView this[Index index] => this[index.IsFromEnd ? _offsets.Count - index.Value : index.Value];

    /// <summary>Closes the file if the array owns it. Safe to call twice.</summary>
    public void Dispose() => _owned?.Dispose();

    IEnumerator<TView> IEnumerable<TView>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
