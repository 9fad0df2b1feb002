using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>The offsets of an array's records, ascending as they come, until the array index can be written. A temporary file takes them beyond a small buffer.</summary>
internal sealed class OffsetSpool(string? directory) : IDisposable
{
    private const int BufferCount = 1 << 16;

    private const int Unit = 8;

    private readonly List<long> _buffer = [];
    private SpillFile? _file;
    private long _first;
    private long _distance;
    private bool _isSpilling;

    /// <summary>Offsets added.</summary>
    public long Count { get; private set; }

    /// <summary>The offset added last: the greatest; 0 before the first.</summary>
    public long Last { get; private set; }

    /// <summary>Adds the next offset.</summary>
    public void Add(long offset)
    {
        if (_buffer.Count == BufferCount)
        {
            Spill();
        }

        _buffer.Add(offset);
        if (Count == 0)
        {
            _first = offset;
        }
        else if (Count == 1)
        {
            _distance = offset - _first;
        }
        else if (offset - Last != _distance)
        {
            _distance = 0;
        }

        Last = offset;
        Count++;
    }

    /// <summary>Writes the array index.</summary>
    /// <param name="destination">Receives it front to back.</param>
    /// <param name="keyKind">Kind of the keys before the records.</param>
    /// <param name="sharesValues">Whether records may lead to values in other records.</param>
    /// <param name="dropped">Offsets to leave out, ascending; each was added.</param>
    /// <param name="droppedCount">How many these are.</param>
    /// <param name="cancellation">Looked at between pieces.</param>
    /// <returns>Offsets written.</returns>
    public long WriteTo(Stream destination, KeyKind keyKind, bool sharesValues, IEnumerable<long> dropped, long droppedCount, CancellationToken cancellation)
    {
        CheckSpilled();

        // Records of one size need no offsets each: numbers alone, all of them set.
        bool isEven = Count > 1 && _distance > 0 && droppedCount == 0;
        bool wide = Last / Unit > uint.MaxValue;
        var header = new ArrayIndexHeader
        {
            Version = ArrayIndexHeader.CurrentVersion,
            OffsetWidth = isEven ? ArrayIndexHeader.EqualDistances : (byte)(wide ? sizeof(ulong) : sizeof(uint)),
            KeyKind = keyKind,
            Flags = sharesValues ? ArrayIndexHeader.SharedValuesFlag : 0,
            Count = Count - droppedCount,
        };
        destination.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<ArrayIndexHeader>(in header)));

        if (isEven)
        {
            destination.Write(MemoryMarshal.AsBytes<long>([_first / Unit, _distance / Unit]));
            return header.Count;
        }

        using IEnumerator<long> gaps = dropped.GetEnumerator();
        long gap = gaps.MoveNext() ? gaps.Current : long.MaxValue;
        long[] part = new long[BufferCount];
        long spilled = (_file?.Length ?? 0) / sizeof(long);
        for (long done = 0; done < Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<long> offsets = part.AsSpan(0, (int)Math.Min(BufferCount, (done < spilled ? spilled : Count) - done));
            if (done < spilled)
            {
                _file!.Read(done * sizeof(long), MemoryMarshal.AsBytes(offsets));
            }
            else
            {
                CollectionsMarshal.AsSpan(_buffer).CopyTo(offsets);
            }

            done += offsets.Length;
            int kept = 0;
            foreach (long offset in offsets)
            {
                if (offset == gap)
                {
                    gap = gaps.MoveNext() ? gaps.Current : long.MaxValue;
                    continue;
                }

                offsets[kept++] = offset / Unit;
            }

            Write(destination, offsets[..kept], wide);
        }

        return header.Count;
    }

    public void Dispose() => _file?.Dispose();

    private void Spill()
    {
        // An offset whose place could not be made is lost, and the record that it was for is in the indexes: nothing may be written any more.
        CheckSpilled();
        _isSpilling = true;
        _file ??= new SpillFile(directory);
        _file.Append(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_buffer)));
        _buffer.Clear();
        _isSpilling = false;
    }

    private void CheckSpilled()
    {
        if (_isSpilling)
        {
            ThrowHelper.InvalidOperation_SpillFailed();
        }
    }

    private static void Write(Stream destination, Span<long> units, bool wide)
    {
        if (wide)
        {
            destination.Write(MemoryMarshal.AsBytes(units));
            return;
        }

        // In place: a narrow offset never overtakes the wide one that is read next.
        Span<uint> narrow = MemoryMarshal.Cast<long, uint>(units);
        for (int i = 0; i < units.Length; i++)
        {
            narrow[i] = (uint)units[i];
        }

        destination.Write(MemoryMarshal.AsBytes(narrow[..units.Length]));
    }
}
