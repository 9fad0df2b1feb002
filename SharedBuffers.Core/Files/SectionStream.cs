using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SharedBuffers.Hashing;
using SharedBuffers.Memory;

namespace SharedBuffers.Files;

/// <summary>
/// The bytes of one section on their way into a native file. The checksum of each block is taken while the block is still in the processor's cache.
/// </summary>
/// <remarks>Write-only and forward-only. Dispose ends the section. One thread at a time.</remarks>
public sealed class SectionStream : Stream
{
    private readonly BufferFileWriter _writer;
    private readonly SafeFileHandle _handle;
    private readonly byte[] _block;
    private readonly List<ulong>? _checksums;
    private long _written;
    private int _buffered;
    private bool _ended;

    internal SectionStream(BufferFileWriter writer, SafeFileHandle handle, byte[] block, List<ulong>? checksums, long offset)
    {
        _writer = writer;
        _handle = handle;
        _block = block;
        _checksums = checksums;
        Offset = offset;
    }

    /// <summary>Where the section starts, in bytes from the start of the file.</summary>
    public long Offset { get; }

    /// <summary>Position in the directory, from 0: what other sections can refer to.</summary>
    public int Ordinal { get; internal init; }

    /// <summary>Elements, as the section's kind defines them; set it before the section ends.</summary>
    public long Count { get; set; }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => !_ended;

    /// <summary>Bytes written so far.</summary>
    public override long Length => _written + _buffered;

    /// <summary>Bytes written so far; it cannot be set.</summary>
    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException("A section is written from start to end.");
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        while (buffer.Length > 0)
        {
            int part = Math.Min(buffer.Length, _block.Length - _buffered);
            buffer[..part].CopyTo(_block.AsSpan(_buffered));
            _buffered += part;
            buffer = buffer[part..];
            if (_buffered == _block.Length)
            {
                WriteBlock();
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc/>
    public override void WriteByte(byte value) => Write(new ReadOnlySpan<byte>(in value));

    /// <summary>Does nothing: blocks are written when they are full, and the last one when the section ends.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A section that is being written cannot be read.");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A section is written from start to end.");

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException("A section is as long as what is written to it.");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_ended)
        {
            _ended = true;
            if (_writer.IsOpen)
            {
                WriteBlock();
                _writer.EndSection(this);
            }
        }

        base.Dispose(disposing);
    }

    private void WriteBlock()
    {
        if (_buffered == 0)
        {
            return;
        }

        ReadOnlySpan<byte> block = _block.AsSpan(0, _buffered);
        FileBytes.Write(_handle, block, Offset + _written);
        _checksums?.Add(XxHash3.Hash64(block));
        _written += _buffered;
        _buffered = 0;
    }

    /// <summary>The checksum of a section: the hash of the checksums of its blocks, in order.</summary>
    internal static ulong Combine(ReadOnlySpan<ulong> blockChecksums) => XxHash3.Hash64(MemoryMarshal.AsBytes(blockChecksums));
}
