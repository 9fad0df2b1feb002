using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;

namespace SharedBuffers.Collections;

/// <summary>
/// Writes the records of an array one after the other, each behind its key if it has one. Records are packed in memory and leave it in large pieces.
/// </summary>
/// <remarks>
/// The place of a record depends on nothing but the records before it, so that the same input gives the same bytes. Offset 0 is never a record's: tables use it for "none".
/// </remarks>
internal sealed class RecordWriter : IDisposable
{
    /// <summary>Records leave memory when so many bytes of them are there: large enough for few writes, small enough for the second-level cache.</summary>
    private const long FlushLength = 1 << 18;

    /// <summary>Tables count record offsets in units of this.</summary>
    private const int LeastAlignment = 8;

    private readonly Stream _destination;
    private readonly PackContext _context;
    private readonly PackBuffer _buffer;
    private readonly int _alignment;
    private readonly RecordCache? _cache;

    public RecordWriter(Stream destination, int schemaAlignment, BuildOptions options, TypeRegistry types)
    {
        _destination = destination;
        _alignment = Math.Max(LeastAlignment, schemaAlignment);
        _context = new PackContext(options.SharedValues > 0 ? new IdentityMap(options.SharedValues) : null, options.Packing) { KnownTypes = types };
        _cache = options.SharedRecords > 0 ? new RecordCache(options.SharedRecords) : null;
        _buffer = _context.Buffer;
        _buffer.Reserve(_alignment);
        SharesValues = options.SharedValues > 0;
    }

    /// <summary>Whether records may lead to values in other records.</summary>
    public bool SharesValues { get; private set; }

    /// <summary>Bytes at the start of the rows that belong to no record, and what offsets of records are multiples of.</summary>
    public int Alignment => _alignment;

    /// <summary>Whether a write failed: what reached the destination is unknown, and the file cannot be completed.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Appends a record without a key, unless one of the same bytes is remembered.</summary>
    /// <returns>Offset of the record from the start of all records.</returns>
    public long Append<T>(RecordPacker<T> packer, T value)
    {
        PackMark mark = Begin();
        _buffer.Align(_alignment);
        if (_cache is null)
        {
            return Pack(packer, value, mark);
        }

        _context.ReachesBack = false;
        long offset = Pack(packer, value, mark);
        long start = offset - _context.Origin;
        long length = _buffer.Length - start;

        // Pointers count from where they stand. An image without one that leads out of it means the same anywhere, and only such images can be compared.
        if (_context.ReachesBack || length > RecordCache.LongestRecord)
        {
            return offset;
        }

        ReadOnlySpan<byte> image = _buffer.GetSpan(start, (int)length);
        if (_cache.TryGet(image, out long known))
        {
            _context.Rollback(mark);
            return known;
        }

        _cache.Add(image, offset);
        return offset;
    }

    /// <summary>Appends a byte-string key and its record: <c>[key bytes][u32 key length][record]</c>.</summary>
    public long Append<T>(ReadOnlySpan<byte> key, RecordPacker<T> packer, T value)
    {
        PackMark mark = Begin();
        PadBefore(key.Length + (long)sizeof(uint));
        _buffer.AppendBytes(key);
        _buffer.Append((uint)key.Length);
        return Pack(packer, value, mark);
    }

    /// <summary>Appends an integer key and its record: <c>[u64 key][record]</c>.</summary>
    public long Append<T>(ulong key, RecordPacker<T> packer, T value)
    {
        PackMark mark = Begin();
        PadBefore(sizeof(ulong));
        _buffer.Append(key);
        return Pack(packer, value, mark);
    }

    /// <summary>
    /// Prepares for bytes of the rows of another array with the same alignment: records with their keys and all that lies between, so that what leads from one to another still does.
    /// <see cref="AppendRows"/> takes them from here on.
    /// </summary>
    /// <param name="start">Where they start there.</param>
    /// <param name="sharesValues">Whether records there may lead to values in other records.</param>
    /// <returns>What to add to an offset there to have the offset here.</returns>
    public long BeginRows(long start, bool sharesValues)
    {
        Begin();
        SharesValues |= sharesValues;

        // The same place within the alignment: what is aligned there is aligned here.
        long rest = (start - _buffer.Length) % _alignment;
        if (rest != 0)
        {
            _buffer.Reserve(rest < 0 ? rest + _alignment : rest);
        }

        return _context.Origin + _buffer.Length - start;
    }

    /// <summary>Appends bytes of the rows that were begun; each call continues where the one before ended.</summary>
    public void AppendRows(BufferView rows, long start, long end)
    {
        for (long done = start; done < end;)
        {
            // Up to a whole number of pieces, which is aligned: nothing may come between these bytes.
            int length = (int)Math.Min(FlushLength - (_buffer.Length % FlushLength), end - done);
            _buffer.AppendBytes(rows.GetSpan(done, length));
            done += length;
            if (_buffer.Length % FlushLength == 0)
            {
                Flush();
            }
        }
    }

    /// <summary>Writes what is still in memory.</summary>
    public void Finish()
    {
        _buffer.Align(_alignment);
        Flush();
    }

    public void Dispose() => _context.Dispose();

    private PackMark Begin()
    {
        if (IsBroken)
        {
            ThrowHelper.InvalidOperation("Writing records failed before: the file cannot be completed.");
        }

        if (_buffer.Length >= FlushLength)
        {
            _buffer.Align(_alignment);
            Flush();
        }

        return _context.Mark();
    }

    /// <summary>Zeros, so that what comes after <paramref name="length"/> more bytes is aligned.</summary>
    private void PadBefore(long length)
    {
        long rest = (_buffer.Length + length) % _alignment;
        if (rest != 0)
        {
            _buffer.Reserve(_alignment - rest);
        }
    }

    private long Pack<T>(RecordPacker<T> packer, T value, PackMark mark)
    {
        long expected = _buffer.Length;
        try
        {
            long position = packer.Pack(_context, value);
            if (position != expected)
            {
                ThrowHelper.InvalidOperation($"The packer of {typeof(T)} put the record at {position}, it must start where the buffer ended ({expected}).");
            }
        }
        catch
        {
            _context.Rollback(mark);
            throw;
        }

        return _context.Origin + expected;
    }

    private void Flush()
    {
        IsBroken = true;
        _buffer.CopyTo(_destination);
        IsBroken = false;
        _context.Origin += _buffer.Length;
        _buffer.Clear();
    }
}
