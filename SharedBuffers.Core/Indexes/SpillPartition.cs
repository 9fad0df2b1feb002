using System.Diagnostics;
using SharedBuffers.Packing;

namespace SharedBuffers.Indexes;

/// <summary>One hash range of a spool: a byte stream cut into chunks of the shared temporary file, and the chunk being filled.</summary>
internal sealed class SpillPartition(SpillFile file, int chunkSize)
{
    private readonly List<long> _chunks = [];
    private byte[]? _buffer;
    private int _used;

    /// <summary>Bytes of the stream.</summary>
    public long Length { get; private set; }

    /// <summary>Adds bytes at the end.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _buffer ??= GC.AllocateUninitializedArray<byte>(chunkSize);
        Length += bytes.Length;
        while (bytes.Length > 0)
        {
            int part = Math.Min(bytes.Length, chunkSize - _used);
            bytes[..part].CopyTo(_buffer.AsSpan(_used));
            bytes = bytes[part..];
            _used += part;
            if (_used == chunkSize)
            {
                _chunks.Add(file.Append(_buffer));
                _used = 0;
            }
        }
    }

    /// <summary>Appends the whole stream to a buffer. Nothing can be added afterwards.</summary>
    public void ReadAll(PackBuffer destination)
    {
        Seal();
        long left = Length;
        foreach (long chunk in _chunks)
        {
            int part = (int)Math.Min(left, chunkSize);
            file.Read(chunk, destination.AppendSpan(part));
            left -= part;
        }
    }

    /// <summary>Writes the records of a run over the stream, which they came from: they never need more room.</summary>
    public void Replace(EntryRun run)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>(chunkSize);
        int used = 0;
        int chunk = 0;
        long length = 0;
        foreach (SortEntry entry in run.Entries)
        {
            ReadOnlySpan<byte> record = run.RecordOf(entry);
            length += record.Length;
            while (record.Length > 0)
            {
                int part = Math.Min(record.Length, chunkSize - used);
                record[..part].CopyTo(buffer.AsSpan(used));
                record = record[part..];
                used += part;
                if (used == chunkSize)
                {
                    file.Overwrite(_chunks[chunk++], buffer);
                    used = 0;
                }
            }
        }

        if (used > 0)
        {
            file.Overwrite(_chunks[chunk], buffer.AsSpan(0, used));
        }

        Debug.Assert(length <= Length, "A run never grows.");
        Length = length;
    }

    // The last chunk is written at full size, so that the chunk after it in the file starts where it should; what lies behind the used bytes is never read.
    private void Seal()
    {
        if (_used > 0)
        {
            _chunks.Add(file.Append(_buffer));
            _used = 0;
        }

        _buffer = null;
    }
}
