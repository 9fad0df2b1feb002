using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>
/// A native file with arrays and indexes, open for reading. Every file that the builders of this namespace write is one; a dictionary file has one array and one index.
/// </summary>
/// <remarks>
/// <para>Opening costs the same for every size of file: it reads the directory and the header of each array and index. Records and tables are read when they are used.</para>
/// <para><b>Lifetime.</b> Arrays and dictionaries of a bundle are good until it is disposed; then they and their views throw <see cref="ObjectDisposedException"/>.</para>
/// <para><b>Thread safety.</b> All reads may run concurrently; <see cref="Dispose"/> must not run concurrently with reads.</para>
/// </remarks>
public sealed partial class Bundle : IDisposable
{
    private readonly BundleArray[] _arrays;
    private readonly BundleIndex[] _indexes;

    private Bundle(BufferFile file)
    {
        File = file;
        _arrays = [.. file.Sections.Where(s => s.Kind == SectionKind.Rows).Select(OpenArray)];
        _indexes = [.. file.Sections.Where(s => s.Kind == SectionKind.Index).Select(OpenIndex)];
    }

    /// <summary>The file below: its id, its sections, its checksums.</summary>
    public BufferFile File { get; }

    /// <summary>The arrays, in the order in which they were added.</summary>
    public IReadOnlyList<BundleArray> Arrays => _arrays;

    /// <summary>The indexes, in the order in which they were added.</summary>
    public IReadOnlyList<BundleIndex> Indexes => _indexes;

    /// <summary>Maps or copies a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Map it, or copy it into memory.</param>
    /// <param name="access">Read-only unless numeric slots are to be changed in place.</param>
    /// <inheritdoc cref="BufferFile.Open(string, LoadMode, MapAccess, long, long?)" path="/exception"/>
    public static Bundle Open(string path, LoadMode mode = LoadMode.Map, MapAccess access = MapAccess.ReadOnly) => Open(BufferFile.Open(path, mode, access));

    /// <summary>Reads a file that is open already, and owns it from then on: also when this fails.</summary>
    /// <exception cref="CorruptBufferException">A section is damaged.</exception>
    public static Bundle Open(BufferFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            return new Bundle(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The array of a name, seen through a view.</summary>
    /// <typeparam name="TView">The generated view of the records' type, or <c>ObjectView</c>.</typeparam>
    /// <exception cref="KeyNotFoundException">The file has no such array; the message lists those it has.</exception>
    /// <exception cref="SchemaMismatchException">The view cannot read the records.</exception>
    public MappedArray<TView> GetArray<TView>(string name)
        where TView : struct, IObjectView<TView> => OpenArray<TView>(name, owned: null);

    /// <summary>The index of a name, with its records seen through a view. In an index with several records a key this finds the first one of each.</summary>
    /// <typeparam name="TKey">The type of the keys that the index was built with.</typeparam>
    /// <typeparam name="TView">The generated view of the records' type, or <c>ObjectView</c>.</typeparam>
    /// <exception cref="KeyNotFoundException">The file has no such index; the message lists those it has.</exception>
    /// <exception cref="InvalidOperationException">The index has keys of another type.</exception>
    /// <exception cref="SchemaMismatchException">The view cannot read the records.</exception>
    public MappedDictionary<TKey, TView> GetDictionary<TKey, TView>(string name)
        where TKey : notnull
        where TView : struct, IObjectView<TView> => OpenDictionary<TKey, TView>(name, owned: null);

    /// <summary>The index of a name with all records of each key, seen through a view. An index with one record a key is read as well.</summary>
    /// <typeparam name="TKey">The type of the keys that the index was built with.</typeparam>
    /// <typeparam name="TView">The generated view of the records' type, or <c>ObjectView</c>.</typeparam>
    /// <inheritdoc cref="GetDictionary{TKey, TView}(string)" path="/exception"/>
    public MappedMultiDictionary<TKey, TView> GetMultiDictionary<TKey, TView>(string name)
        where TKey : notnull
        where TView : struct, IObjectView<TView> => OpenMultiDictionary<TKey, TView>(name, owned: null);

    /// <summary>Closes the file. Safe to call twice.</summary>
    public void Dispose() => File.Dispose();

    internal MappedArray<TView> OpenArray<TView>(string name, Bundle? owned)
        where TView : struct, IObjectView<TView>
    {
        ArgumentNullException.ThrowIfNull(name);
        BundleArray? array = Array.Find(_arrays, a => a.Name == name);
        if (array is null)
        {
            ThrowHelper.KeyNotFound_Part(File.Region.Name, "array", name, _arrays.Select(a => a.Name));
        }

        return new MappedArray<TView>(GetRecords<TView>(array), array, owned);
    }

    internal MappedDictionary<TKey, TView> OpenDictionary<TKey, TView>(string name, Bundle? owned)
        where TKey : notnull
        where TView : struct, IObjectView<TView> => new(OpenIndex<TKey, TView>(name), owned);

    internal MappedMultiDictionary<TKey, TView> OpenMultiDictionary<TKey, TView>(string name, Bundle? owned)
        where TKey : notnull
        where TView : struct, IObjectView<TView> => new(OpenIndex<TKey, TView>(name), owned);

    /// <summary>An index, whatever its keys and records are in .NET.</summary>
    internal KeyIndex OpenIndex(BundleIndex index) => OpenIndex(index, OpenRecords(index.Array));

    /// <summary>The records of an array, whatever they are in .NET.</summary>
    internal RecordArea OpenRecords(BundleArray array) => GetRecords<ObjectView>(array);

    private KeyIndex OpenIndex(BundleIndex index, RecordArea records) => new(index, File.GetView(index.Section).Slice(IndexHeader.Size), records);

    internal KeyIndex OpenIndex<TKey, TView>(string name)
        where TKey : notnull
        where TView : struct, IObjectView<TView>
    {
        ArgumentNullException.ThrowIfNull(name);
        KeyKind wanted = KeyKinds.Of<TKey>();
        BundleIndex? index = Array.Find(_indexes, i => i.Name == name);
        if (index is null)
        {
            ThrowHelper.KeyNotFound_Part(File.Region.Name, "index", name, _indexes.Select(i => i.Name));
        }

        if (index.KeyKind != wanted)
        {
            ThrowHelper.InvalidOperation($"The index '{name}' of '{File.Region.Name}' has keys of kind {index.KeyKind}, {typeof(TKey)} reads {wanted}.");
        }

        return OpenIndex(index, GetRecords<TView>(index.Array));
    }

    private RecordArea GetRecords<TView>(BundleArray array)
        where TView : struct, IObjectView<TView> =>
        new(File.GetView(array.Rows), Bind(array, TView.CompiledSchema));

    /// <summary>Values of the whole file share their typecodes.</summary>
    private SchemaBinding Bind(BundleArray array, Schema? compiled)
    {
        TypeRegistry types = TypeRegistry.Of(File.Region);
        types.RegisterStored(array.Schema, array.Rows.Offset);
        return types.GetBinding(array.Schema, compiled);
    }

    private BundleArray OpenArray(FileSection rows)
    {
        if (!File.TryGetSection(SectionKind.Schema, rows.Name, out FileSection? schema) ||
            !File.TryGetSection(SectionKind.ArrayIndex, rows.Name, out FileSection? offsets))
        {
            return ThrowHelper.Corrupt<BundleArray>($"The array '{rows.Name}' of '{File.Region.Name}' lacks its schema or its array index", rows.Offset);
        }

        return new BundleArray(File, rows, schema, offsets);
    }

    private BundleIndex OpenIndex(FileSection section)
    {
        BufferView view = File.GetView(section);
        var header = view.Read<IndexHeader>(0);
        ulong checksum = XxHash3.Hash64(view.GetSpan(0, IndexHeader.ChecksummedLength));
        if (checksum != header.Checksum)
        {
            ThrowHelper.Corrupt_Checksum($"the header of the index '{section.Name}'", File.Region.Name, header.Checksum, checksum, section.Offset);
        }

        if (header.Version != IndexHeader.CurrentVersion || !header.KeyKind.IsKey() ||
            header.Role is not (IndexRole.Primary or IndexRole.Secondary))
        {
            ThrowHelper.Corrupt(
                $"Version {header.Version}, key kind {header.KeyKind} and role {header.Role} of the index '{section.Name}' are none that this library reads", section.Offset);
        }

        BundleArray? array = Array.Find(_arrays, a => a.Rows.Ordinal == header.RowsSection);
        if (array is null || (header.Role == IndexRole.Primary && array.KeyKind != header.KeyKind))
        {
            return ThrowHelper.Corrupt<BundleIndex>($"The section {header.RowsSection} that the index '{section.Name}' refers to has no such records", section.Offset + 4);
        }

        return new BundleIndex(section, header, view.Read<HashTableHeader>(IndexHeader.Size), array);
    }
}
