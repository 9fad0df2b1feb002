namespace SharedBuffers.Cli.Input;

/// <summary>
/// Where records come from: a file, or standard input, or a pipe with a name. What can be read only once is kept in a temporary file when it is needed twice.
/// </summary>
internal sealed class InputSource : IDisposable
{
    public const string StandardInput = "-";

    private const int BufferLength = 1 << 16;

    private readonly FileStream? _spool;
    private readonly Stream? _once;
    private readonly string _path;

    private InputSource(string path, long? length, FileStream? spool, Stream? once)
    {
        _path = path;
        Length = length;
        _spool = spool;
        _once = once;
    }

    /// <summary>Bytes of the input, if they are known before it was read.</summary>
    public long? Length { get; }

    /// <summary>Whether <see cref="OpenPass"/> may be called again after the passes that were asked for.</summary>
    public bool IsRepeatable => _once is null;

    /// <summary>Finds the input.</summary>
    /// <param name="path">A file, or <see cref="StandardInput"/>.</param>
    /// <param name="readTwice">Whether <see cref="OpenPass"/> is called more than once.</param>
    /// <param name="tempDirectory">Where what can be read once only is kept.</param>
    /// <param name="cancellation">Ends the copying.</param>
    public static InputSource Open(string path, bool readTwice, string tempDirectory, CancellationToken cancellation)
    {
        Stream stream = path == StandardInput ? Console.OpenStandardInput() : OpenFile(path);
        if (stream is FileStream { CanSeek: true })
        {
            long length = stream.Length;
            stream.Dispose();
            return new InputSource(path, length, spool: null, once: null);
        }

        stream = new InterruptibleStream(stream, cancellation);
        if (!readTwice)
        {
            return new InputSource(path, length: null, spool: null, stream);
        }

        using (stream)
        {
            FileStream spool = Spool(stream, tempDirectory);
            return new InputSource(path, spool.Length, spool, once: null);
        }
    }

    /// <summary>The input from its first byte. One pass at a time.</summary>
    public Stream OpenPass()
    {
        if (_once is not null)
        {
            return _once;
        }

        if (_spool is null)
        {
            return OpenFile(_path);
        }

        _spool.Position = 0;
        return new UnownedStream(_spool);
    }

    public void Dispose()
    {
        _spool?.Dispose();
        _once?.Dispose();
    }

    /// <remarks>The operating system calls a directory a lack of permission.</remarks>
    private static FileStream OpenFile(string path) => Directory.Exists(path)
        ? throw new IOException($"'{path}' is a directory, not a file")
        : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);

    private static FileStream Spool(Stream stream, string tempDirectory)
    {
        string path = Path.Combine(tempDirectory, $".sharedbuffers-input.{Guid.NewGuid():N}.tmp");
        var spool = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, BufferLength, FileOptions.DeleteOnClose);
        try
        {
            byte[] buffer = new byte[BufferLength];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                spool.Write(buffer, 0, read);
            }

            spool.Flush();
            return spool;
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }
}
