using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>Builds and opens array files: records in the order in which they were added, without keys.</summary>
public static class MappedArray
{
    /// <summary>Name of the array in an array file; the same as in a dictionary file, so that its records open as an array too.</summary>
    public const string ArrayName = MappedDictionary.ArrayName;

    /// <summary>Starts an array file.</summary>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="path">Where the file will be. An existing one stays as it is until the builder publishes.</param>
    /// <param name="options">How to build; null for <see cref="BuildOptions.Default"/>.</param>
    /// <inheritdoc cref="BundleBuilder(string, BuildOptions?)" path="/exception"/>
    public static MappedArrayBuilder<T> CreateBuilder<T>(string path, BuildOptions? options = null)
        where T : ISharedStruct<T> => new(path, options, new StructPacker<T>());

    /// <summary>Starts an array file whose records have a schema that is known only now. Without a type such files are read with <c>ObjectView</c>.</summary>
    /// <param name="path">Where the file will be. An existing one stays as it is until the builder publishes.</param>
    /// <param name="schema">The schema. Records are arrays with a value for each of its <see cref="Schema.Slots"/>, as <see cref="ObjectPacker"/> takes them.</param>
    /// <param name="options">How to build; null for <see cref="BuildOptions.Default"/>.</param>
    /// <inheritdoc cref="BundleBuilder(string, BuildOptions?)" path="/exception"/>
    public static MappedArrayBuilder<object?[]> CreateBuilder(string path, Schema schema, BuildOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new MappedArrayBuilder<object?[]>(path, options, new DynamicPacker(schema));
    }

    /// <summary>Opens an array: that of an array or dictionary file, or any array of a bundle.</summary>
    /// <typeparam name="TView">The generated view of the records' type, or <c>ObjectView</c>.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="mode">Map it, or copy it into memory.</param>
    /// <param name="access">Read-only unless numeric slots are to be changed in place.</param>
    /// <param name="name">Name of the array.</param>
    /// <remarks>O(1) in the size of the file. The array owns the file.</remarks>
    /// <inheritdoc cref="Bundle.Open(string, LoadMode, MapAccess)" path="/exception"/>
    /// <inheritdoc cref="Bundle.GetArray{TView}(string)" path="/exception"/>
    public static MappedArray<TView> Open<TView>(
        string path, LoadMode mode = LoadMode.Map, MapAccess access = MapAccess.ReadOnly, string name = ArrayName)
        where TView : struct, IObjectView<TView>
    {
        var bundle = Bundle.Open(path, mode, access);
        try
        {
            return bundle.OpenArray<TView>(name, owned: bundle);
        }
        catch
        {
            bundle.Dispose();
            throw;
        }
    }
}
