using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;

namespace SharedBuffers.Collections;

/// <summary>
/// Builds one native file with several named arrays and indexes over them: records are stored once, whatever the number of indexes.
/// </summary>
/// <remarks>
/// <para>Records of the first array go straight into the file, those of others wait in temporary files; the indexes keep 16 bytes an entry (and the key, for a secondary
/// text index) within <see cref="BuildOptions.MemoryBudget"/>. <see cref="Publish"/> puts the file in place as a whole; <see cref="Dispose"/> without it leaves
/// nothing behind and the old file as it was.</para>
/// <para>The same records in the same order give the same bytes, whatever the budget and the machine. One thread at a time.</para>
/// </remarks>
/// <example><code>
/// using var bundle = new BundleBuilder("characters.sbuf");
/// var characters = bundle.AddKeyedArray&lt;uint, Character&gt;("characters", "by-code-point");
/// var byName = bundle.AddIndex&lt;string&gt;("by-name", characters);
/// foreach (Character c in source)
/// {
///     byName.Add(c.Name, characters.Add(c.CodePoint, c));
/// }
///
/// bundle.Publish();
/// </code></example>
public sealed class BundleBuilder : IDisposable
{
    private readonly BufferFileWriter _file;
    private readonly List<ArrayBuilder> _arrays = [];
    private readonly List<IndexWriter> _indexes = [];
    private readonly List<IDisposable> _resources = [];
    private readonly List<Action<BufferFileWriter>> _lastSections = [];
    private readonly TypeRegistry _types = new();
    private bool _isOpen = true;

    /// <summary>Starts a file.</summary>
    /// <param name="path">Where it will be. An existing file stays as it is until <see cref="Publish"/>.</param>
    /// <param name="options">How to build; null for <see cref="BuildOptions.Default"/>.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    /// <exception cref="IOException"><paramref name="path"/> is a folder, a device, a FIFO or a socket, or the operating system refuses.</exception>
    public BundleBuilder(string path, BuildOptions? options = null)
    {
        Options = options ?? BuildOptions.Default;
        _file = new BufferFileWriter(path);
        TempDirectory = Options.TempDirectory ?? Path.GetDirectoryName(_file.DestinationPath)!;
    }

    /// <summary>Hash of the content; known once the file is published.</summary>
    public ulong FileId => _file.FileId;

    internal BuildOptions Options { get; }

    internal string TempDirectory { get; }

    /// <summary>The indexes share the budget. Asked when the first entry of an index comes: by then they are all declared.</summary>
    internal long MemoryBudgetOfAnIndex => Options.MemoryBudget / Math.Max(_indexes.Count, 1);

    /// <summary>Adds an array whose records have no keys of their own; indexes can be added over it.</summary>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="name">Name of the array, unique among the arrays of the file.</param>
    public ArrayBuilder<T> AddArray<T>(string name)
        where T : ISharedStruct<T> => AddArray(name, new StructPacker<T>());

    /// <summary>Adds an array whose records lie behind a key of their own, and the index that finds them by it.</summary>
    /// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="name">Name of the array, unique among the arrays of the file.</param>
    /// <param name="indexName">Name of the index, unique among the indexes of the file.</param>
    /// <exception cref="NotSupportedException">The type cannot be a key.</exception>
    public KeyedArrayBuilder<TKey, T> AddKeyedArray<TKey, T>(string name, string indexName)
        where TKey : notnull
        where T : ISharedStruct<T> => AddKeyedArray<TKey, T>(name, indexName, new StructPacker<T>());

    /// <summary>Adds an array whose records have a schema that is known only now.</summary>
    /// <param name="name">Name of the array, unique among the arrays of the file.</param>
    /// <param name="schema">The schema. Records are arrays with a value for each of its <see cref="Schema.Slots"/>, as <see cref="ObjectPacker"/> takes them.</param>
    public ArrayBuilder<object?[]> AddArray(string name, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return AddArray(name, new DynamicPacker(schema));
    }

    /// <summary>Adds an array whose records have a schema that is known only now and lie behind a key of their own, and the index that finds them by it.</summary>
    /// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
    /// <param name="name">Name of the array, unique among the arrays of the file.</param>
    /// <param name="indexName">Name of the index, unique among the indexes of the file.</param>
    /// <param name="schema">The schema, as for <see cref="AddArray(string, Schema)"/>.</param>
    /// <exception cref="NotSupportedException">The type cannot be a key.</exception>
    public KeyedArrayBuilder<TKey, object?[]> AddKeyedArray<TKey>(string name, string indexName, Schema schema)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(schema);
        return AddKeyedArray<TKey, object?[]>(name, indexName, new DynamicPacker(schema));
    }

    /// <summary>Adds a further index over an array: its keys lie in its table.</summary>
    /// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
    /// <param name="name">Name of the index, unique among the indexes of the file.</param>
    /// <param name="array">An array of this builder.</param>
    /// <param name="duplicates">
    /// What happens to repeated keys; null for that of the options. Records stay in the array in any case. Those that repeat a key of a keyed array and lose are neither in
    /// the array nor here.
    /// </param>
    /// <exception cref="ArgumentException">The array is another builder's.</exception>
    /// <exception cref="NotSupportedException">The type cannot be a key.</exception>
    public IndexBuilder<TKey> AddIndex<TKey>(string name, ArrayBuilder array, DuplicatePolicy? duplicates = null)
        where TKey : notnull => AddSecondary<TKey>(name, array, duplicates ?? Options.Duplicates);

    /// <summary>
    /// Adds a further index over an array in which a key leads to all records that were added under it: tags, categories, anything that many records have.
    /// </summary>
    /// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
    /// <param name="name">Name of the index, unique among the indexes of the file.</param>
    /// <param name="array">An array of this builder.</param>
    /// <remarks>Records of a key keep the order in which they were added to the index. See <see cref="BuildOptions.DiscardRepeatedPairs"/>.</remarks>
    /// <exception cref="ArgumentException">The array is another builder's.</exception>
    /// <exception cref="NotSupportedException">The type cannot be a key.</exception>
    public IndexBuilder<TKey> AddMultiIndex<TKey>(string name, ArrayBuilder array)
        where TKey : notnull => AddSecondary<TKey>(name, array, duplicates: null);

    /// <summary>Adds bytes that only the application understands.</summary>
    /// <param name="name">Name of the section.</param>
    /// <param name="content">Its bytes.</param>
    /// <exception cref="InvalidOperationException">An array was added already: user data comes first.</exception>
    public void AddUserData(string name, ReadOnlySpan<byte> content)
    {
        CheckOpen();
        if (_arrays.Count > 0)
        {
            ThrowHelper.InvalidOperation("User data is added before the first array: its records are written at once.");
        }

        _file.AddSection(SectionKind.UserData, name, content);
    }

    /// <summary>Writes the indexes, forces everything to the disk and puts the file in place.</summary>
    /// <exception cref="DuplicateKeyException">A key is repeated, and the policy is <see cref="DuplicatePolicy.Error"/>. Nothing was published.</exception>
    /// <exception cref="OperationCanceledException">The token of the options asked for it. Nothing was published.</exception>
    /// <exception cref="IOException">The disk or the operating system refuses. The old file is as it was.</exception>
    public void Publish()
    {
        WriteSections();
        _file.Publish();
    }

    /// <summary>The same, in the folder of the path under a name that depends on the content.</summary>
    /// <param name="nameOf">Makes the name of the file of its id.</param>
    /// <param name="permissionsOf">The file whose permissions it gets, if that exists.</param>
    internal void PublishAs(Func<ulong, string> nameOf, string permissionsOf)
    {
        WriteSections();
        _file.PublishAs(nameOf, permissionsOf);
    }

    /// <summary>Frees everything. Unless the file was published it is given up: the temporary file is deleted, the old file stays as it was. Safe to call twice.</summary>
    public void Dispose()
    {
        _isOpen = false;
        _resources.ForEach(resource => resource.Dispose());
        _resources.Clear();
        _file.Dispose();
    }

    internal ArrayBuilder<T> AddArray<T>(string name, RecordPacker<T> packer)
    {
        var array = new ArrayBuilder<T>(this, name, packer, BeginFirstRecords(name, packer.Schema));
        _arrays.Add(array);
        return array;
    }

    internal KeyedArrayBuilder<TKey, T> AddKeyedArray<TKey, T>(string name, string indexName, RecordPacker<T> packer)
        where TKey : notnull
    {
        CheckIndexName(indexName);
        var array = new KeyedArrayBuilder<TKey, T>(this, name, indexName, packer, BeginFirstRecords(name, packer.Schema));
        _arrays.Add(array);
        _indexes.Add(array.KeyIndex);
        return array;
    }

    /// <summary>Adds an array whose records are copied from other files.</summary>
    /// <param name="name">Name of the array.</param>
    /// <param name="schema">The schema of the records.</param>
    /// <param name="keyKind">Kind of the keys that lie before the records, 0 if none do.</param>
    internal CopiedArrayBuilder AddCopiedArray(string name, Schema schema, KeyKind keyKind)
    {
        var array = new CopiedArrayBuilder(this, name, schema, keyKind, BeginFirstRecords(name, schema));
        _arrays.Add(array);
        return array;
    }

    /// <summary>Adds an index over a copied array.</summary>
    /// <param name="name">Name of the index.</param>
    /// <param name="array">The array.</param>
    /// <param name="keyKind">What the keys are.</param>
    /// <param name="role">Where the keys are.</param>
    /// <param name="duplicates">What happens to repeated keys; null to keep all records of a key.</param>
    internal IndexWriter AddCopiedIndex(string name, CopiedArrayBuilder array, KeyKind keyKind, IndexRole role, DuplicatePolicy? duplicates)
    {
        CheckIndexName(name);
        IndexWriter index = Own(role == IndexRole.Primary ? IndexWriter.CreatePrimary(name, array, keyKind) : IndexWriter.CreateSecondary(name, array, keyKind, duplicates));
        if (role == IndexRole.Primary)
        {
            array.SetKeyIndex(index);
        }

        _indexes.Add(index);
        return index;
    }

    /// <summary>Starts the section of an array's records, after its schema.</summary>
    internal SectionStream BeginRecords(string name, Schema schema)
    {
        _file.AddSection(SectionKind.Schema, name, schema.ToBytes(), schema.Slots.Length);
        return _file.BeginSection(SectionKind.Rows, name);
    }

    /// <summary>Takes over what is freed when the builder is disposed.</summary>
    internal T Own<T>(T resource)
        where T : IDisposable
    {
        _resources.Add(resource);
        return resource;
    }

    /// <summary>Adds a section that is written when the file is published, behind all others.</summary>
    internal void AddLastSection(Action<BufferFileWriter> write) => _lastSections.Add(write);

    internal void CheckOpen() => ObjectDisposedException.ThrowIf(!_isOpen, this);

    /// <summary>What typecodes in the file stand for.</summary>
    internal TypeRegistry Types => _types;

    private void WriteSections()
    {
        CheckOpen();
        _isOpen = false;
        foreach (ArrayBuilder array in _arrays)
        {
            array.FinishRecords(_file);
        }

        using (MemoryRegion written = _file.MapWritten())
        {
            _arrays.ForEach(array => array.ReadBack(written));
            _indexes.ForEach(index => index.WriteSection(_file));
        }

        _arrays.ForEach(array => array.WriteIndex(_file));
        _lastSections.ForEach(write => write(_file));
        Options.CancellationToken.ThrowIfCancellationRequested();
    }

    private IndexBuilder<TKey> AddSecondary<TKey>(string name, ArrayBuilder array, DuplicatePolicy? duplicates)
        where TKey : notnull
    {
        CheckOpen();
        ArgumentNullException.ThrowIfNull(array);
        if (array.Bundle != this)
        {
            ThrowHelper.Argument($"The array '{array.Name}' belongs to another builder.", nameof(array));
        }

        CheckIndexName(name);
        var index = new IndexBuilder<TKey>(name, array, duplicates);
        _indexes.Add(index.Writer);
        return index;
    }

    /// <summary>The records of the first array need not wait.</summary>
    private SectionStream? BeginFirstRecords(string name, Schema schema)
    {
        CheckOpen();
        ArgumentNullException.ThrowIfNull(name);
        if (_arrays.Exists(array => array.Name == name))
        {
            ThrowHelper.Argument($"The file has an array '{name}' already.", nameof(name));
        }

        // A value in the file has only its typecode to say what it is.
        _types.RegisterAll(schema);
        return _arrays.Count == 0 ? BeginRecords(name, schema) : null;
    }

    private void CheckIndexName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_indexes.Exists(index => index.Name == name))
        {
            ThrowHelper.Argument($"The file has an index '{name}' already.", nameof(name));
        }
    }
}
