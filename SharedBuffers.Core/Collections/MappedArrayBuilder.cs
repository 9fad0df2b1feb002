namespace SharedBuffers.Collections;

/// <summary>Builds an array file: a bundle with one array.</summary>
/// <typeparam name="T">What is added.</typeparam>
/// <remarks>Records go to the disk as they are added. <see cref="Dispose"/> without <see cref="Publish"/> leaves nothing behind. One thread at a time.</remarks>
public sealed class MappedArrayBuilder<T> : IDisposable
{
    private readonly BundleBuilder _bundle;
    private readonly ArrayBuilder<T> _array;

    internal MappedArrayBuilder(string path, BuildOptions? options, RecordPacker<T> packer)
    {
        // An array file knows its records by position: each has its own.
        _bundle = new BundleBuilder(path, (options ?? BuildOptions.Default) with { SharedRecords = 0 });
        try
        {
            _array = _bundle.AddArray(MappedArray.ArrayName, packer);
        }
        catch
        {
            _bundle.Dispose();
            throw;
        }
    }

    /// <summary>Records added.</summary>
    public long Count => _array.Count;

    /// <summary>Hash of the content; known once the file is published.</summary>
    public ulong FileId => _bundle.FileId;

    /// <summary>Stores a record.</summary>
    /// <inheritdoc cref="ArrayBuilder{T}.Add(T)" path="/exception"/>
    public void Add(T value) => _array.Add(value);

    /// <summary>Stores all records of a source. An exception of the source passes through; the file is published only if <see cref="Publish"/> is called.</summary>
    /// <inheritdoc cref="ArrayBuilder{T}.Add(T)" path="/exception"/>
    public void AddRange(IEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        foreach (T value in source)
        {
            _array.Add(value);
        }
    }

    /// <summary>Stores all records of an asynchronous source.</summary>
    /// <inheritdoc cref="ArrayBuilder{T}.Add(T)" path="/exception"/>
    public async Task AddRangeAsync(IAsyncEnumerable<T> source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        await foreach (T value in source.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            _array.Add(value);
        }
    }

    /// <summary>Writes the array index, forces everything to the disk and puts the file in place.</summary>
    /// <inheritdoc cref="BundleBuilder.Publish" path="/exception"/>
    public void Publish() => _bundle.Publish();

    /// <summary>Frees everything; a file that was not published is given up. Safe to call twice.</summary>
    public void Dispose() => _bundle.Dispose();
}
