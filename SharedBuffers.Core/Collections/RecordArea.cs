using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>
/// The records of an array: where they lie and how they are read. Offsets of records are bytes from the start of the area and come from mapped bytes: they are checked here.
/// </summary>
internal readonly struct RecordArea
{
    private readonly MemoryRegion _region;
    private readonly long _start;
    private readonly long _length;
    private readonly SchemaBinding _binding;
    private readonly long _placesOfRun;
    private readonly ulong _commonSlots;

    public RecordArea(BufferView rows, SchemaBinding binding)
    {
        _region = rows.Region;
        _start = rows.Offset;
        _length = rows.Length;
        _binding = binding;
        _commonSlots = binding.CommonSlots;
        _placesOfRun = _commonSlots == 0 ? 0 : Math.Clamp(_region.Length - _start - MemoryRegion.RunLength + 1, 0, _length);
    }

    /// <summary>
    /// At how many offsets, from 0 on, the region holds whatever could be in a record that starts there: at all but those at the end of a file. One compare with it stands for all
    /// that are needed until a slot is read. 0 where records are not of the common form (<see cref="SchemaBinding.CommonSlots"/>).
    /// </summary>
    public long PlacesOfRun => _placesOfRun;

    /// <summary>How the records are read.</summary>
    public SchemaBinding Binding => _binding;

    /// <summary>The bytes of the area.</summary>
    public BufferView View => new(_region, _start, _length);

    /// <summary>The record at an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TView GetRecord<TView>(long offset)
        where TView : struct, IObjectView<TView>
    {
        return (ulong)offset < (ulong)_placesOfRun
            ? TView.Create(ObjectReference.CreateInRun(_region, _start + offset, _binding, _commonSlots))
            : GetOtherRecord<TView>(offset);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private TView GetOtherRecord<TView>(long offset)
        where TView : struct, IObjectView<TView>
    {
        if ((ulong)offset >= (ulong)_length)
        {
            ThrowRecord(offset);
        }

        return TView.Create(new ObjectReference(_region, _start + offset, _binding));
    }

    /// <summary>Starts loading the first bytes of a record, as many as a cache line has; an offset that is none does nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(long offset) => Prefetch(offset, MemoryRegion.CacheLine);

    /// <summary>Starts loading the first bytes of a record, at most a cache line: they mostly begin in one line and end in the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(long offset, long length)
    {
        long start = unchecked(_start + offset);
        _region.Prefetch(start);
        _region.Prefetch(unchecked(start + length - 1));
    }

    /// <summary>The byte-string key right before a record: its bytes, then their number, then the record.</summary>
    public BufferView GetKey(long offset)
    {
        if (offset < sizeof(uint) || offset > _length)
        {
            ThrowRecord(offset);
        }

        uint length = _region.Read<uint>(_start + offset - sizeof(uint));
        if (length > int.MaxValue || length > offset - sizeof(uint))
        {
            ThrowHelper.Corrupt($"A key of {length} bytes does not fit before its record", _start + offset);
        }

        return new BufferView(_region, _start + offset - sizeof(uint) - length, length);
    }

    /// <summary>The integer key right before a record.</summary>
    public ulong GetIntegerKey(long offset)
    {
        if (offset < sizeof(ulong) || offset > _length)
        {
            ThrowRecord(offset);
        }

        return _region.Read<ulong>(_start + offset - sizeof(ulong));
    }

    /// <summary>The key right before a record, as it is stored.</summary>
    public StoredKey GetStoredKey(long offset, KeyKind keyKind) => keyKind.IsByteString() ? new StoredKey(GetKey(offset).AsSpan()) : new StoredKey(GetIntegerKey(offset));

    /// <summary>Where the key right before a record starts.</summary>
    public long GetKeyStart(long offset, KeyKind keyKind)
    {
        if (keyKind.IsByteString())
        {
            return GetKey(offset).Offset - _start;
        }

        if (offset < sizeof(ulong) || offset > _length)
        {
            ThrowRecord(offset);
        }

        return offset - sizeof(ulong);
    }

    /// <summary>Throws unless a record can lie at an offset.</summary>
    /// <exception cref="CorruptBufferException">It cannot: the offset is none, or outside.</exception>
    public void CheckRecord(long offset)
    {
        if (offset <= 0 || offset >= _length)
        {
            ThrowRecord(offset);
        }
    }

    [DoesNotReturn]
    private void ThrowRecord(long offset) => throw RecordException(offset);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Exception RecordException(long offset) => _region.IsDisposed
        ? ThrowHelper.ObjectDisposedException_Region()
        : new CorruptBufferException($"A record at {offset} of {_length} bytes of records does not exist", _start + offset);
}
