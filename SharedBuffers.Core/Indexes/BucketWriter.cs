using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>Writes buckets front to back from entries in hash order, one pass, with one bucket of memory and an output buffer.</summary>
internal sealed class BucketWriter
{
    private const int BufferLength = 1 << 18;

    private readonly Stream _destination;
    private readonly TableGeometry _geometry;
    private readonly ITableEncoding _encoding;
    private readonly byte[] _buffer;
    private readonly bool _tagged;
    private BucketPlacement _placement;
    private ulong _bucket;
    private int _used;

    /// <summary>Starts with bucket 0.</summary>
    public BucketWriter(Stream destination, in TableGeometry geometry, ulong homeBucketCount, ITableEncoding encoding)
    {
        _destination = destination;
        _geometry = geometry;
        _encoding = encoding;
        _tagged = geometry.Kind is not (HashTableKind.UInt32Keys or HashTableKind.UInt64Keys);
        _placement = new BucketPlacement(homeBucketCount, geometry.SlotCount);
        _buffer = GC.AllocateUninitializedArray<byte>(BufferLength / geometry.BucketSize * geometry.BucketSize);
        BeginBucket();
    }

    private Span<byte> Bucket => _buffer.AsSpan(_used, _geometry.BucketSize);

    /// <summary>Writes the next entry; hashes must not descend.</summary>
    public void Add(EntryRun run, in SortEntry entry)
    {
        _placement.Place(entry.Hash);
        uint tag = RawTable.TagOf(_placement.Fraction);
        if (_placement.Bucket > _bucket)
        {
            // The limit byte is the last tag that cannot have left the bucket. Entries are in hash order, so the next one alone decides.
            int limit = _placement.Home > _bucket ? byte.MaxValue : _placement.Home < _bucket ? 0 : (int)tag - 1;
            EndBucket(limit);
            EndBucketsBefore(_placement.Bucket);
        }

        Span<byte> bucket = Bucket;
        if (_tagged)
        {
            bucket[_placement.Slot] = (byte)tag;
        }

        _encoding.WriteSlot(bucket, _placement.Slot, run, entry);
    }

    /// <summary>Writes what is left of <paramref name="bucketCount"/> buckets.</summary>
    public void Finish(ulong bucketCount)
    {
        EndBucketsBefore(bucketCount);
        _destination.Write(_buffer.AsSpan(0, _used));
        _used = 0;
    }

    private void EndBucketsBefore(ulong bucket)
    {
        while (_bucket < bucket)
        {
            EndBucket(byte.MaxValue);
        }
    }

    private void EndBucket(int limit)
    {
        if (_tagged)
        {
            Bucket[_geometry.LimitOffset] = (byte)limit;
        }

        _used += _geometry.BucketSize;
        _bucket++;
        if (_used == _buffer.Length)
        {
            _destination.Write(_buffer);
            _used = 0;
        }

        BeginBucket();
    }

    private void BeginBucket()
    {
        Bucket.Clear();
        _encoding.ClearBucket(Bucket);
    }
}
