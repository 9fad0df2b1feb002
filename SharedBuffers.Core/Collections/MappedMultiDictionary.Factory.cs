using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>Builds and opens files of dictionaries in which a key leads to several records: one array and one index.</summary>
/// <example><code>
/// using (var builder = MappedMultiDictionary.CreateBuilder&lt;string, Order&gt;("orders.sbuf"))
/// {
///     foreach (Order order in source)
///     {
///         builder.Add(order.Customer, order);
///     }
///
///     builder.Publish();
/// }
///
/// using var orders = MappedMultiDictionary.Open&lt;string, Order.View&gt;("orders.sbuf");
/// foreach (Order.View order in orders["customer-7"])
/// {
///     Console.WriteLine(order.Total);
/// }
/// </code></example>
public static partial class MappedMultiDictionary
{
    /// <summary>Starts a file.</summary>
    /// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="path">Where the file will be. An existing one stays as it is until the builder publishes.</param>
    /// <param name="options">How to build; null for <see cref="BuildOptions.Default"/>. Its policy for repeated keys has nothing to decide here.</param>
    /// <inheritdoc cref="BundleBuilder(string, BuildOptions?)" path="/exception"/>
    /// <exception cref="NotSupportedException">The type cannot be a key.</exception>
    public static MappedMultiDictionaryBuilder<TKey, T> CreateBuilder<TKey, T>(string path, BuildOptions? options = null)
        where TKey : notnull
        where T : ISharedStruct<T> => new(path, options, new StructPacker<T>());

    /// <summary>Starts a file whose records have a schema that is known only now. Without a type such files are read with <c>ObjectView</c>.</summary>
    /// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
    /// <param name="path">Where the file will be. An existing one stays as it is until the builder publishes.</param>
    /// <param name="schema">The schema. Records are arrays with a value for each of its <see cref="Schema.Slots"/>, as <see cref="ObjectPacker"/> takes them.</param>
    /// <param name="options">How to build; null for <see cref="BuildOptions.Default"/>.</param>
    /// <inheritdoc cref="CreateBuilder{TKey, T}(string, BuildOptions?)" path="/exception"/>
    public static MappedMultiDictionaryBuilder<TKey, object?[]> CreateBuilder<TKey>(string path, Schema schema, BuildOptions? options = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new MappedMultiDictionaryBuilder<TKey, object?[]>(path, options, new DynamicPacker(schema));
    }

    /// <summary>Starts a file of whatever a packer can pack.</summary>
    /// <typeparam name="TKey">A type of key; see <see cref="MappedDictionary{TKey, TView}"/>.</typeparam>
    /// <typeparam name="T">What is added.</typeparam>
    /// <param name="path">Where the file will be. An existing one stays as it is until the builder publishes.</param>
    /// <param name="packer">Packs the records.</param>
    /// <param name="options">How to build; null for <see cref="BuildOptions.Default"/>.</param>
    /// <inheritdoc cref="CreateBuilder{TKey, T}(string, BuildOptions?)" path="/exception"/>
    public static MappedMultiDictionaryBuilder<TKey, T> CreateBuilder<TKey, T>(string path, RecordPacker<T> packer, BuildOptions? options = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(packer);
        return new MappedMultiDictionaryBuilder<TKey, T>(path, options, packer);
    }

    /// <summary>Opens a dictionary: that of a dictionary file, or any index of a bundle.</summary>
    /// <typeparam name="TKey">The type of the keys that the file was built with.</typeparam>
    /// <typeparam name="TView">The generated view of the records' type, or <c>ObjectView</c>.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="mode">Map it, or copy it into memory.</param>
    /// <param name="access">Read-only unless numeric slots are to be changed in place.</param>
    /// <param name="index">Name of the index.</param>
    /// <remarks>O(1) in the size of the file. The dictionary owns the file.</remarks>
    /// <inheritdoc cref="Bundle.Open(string, LoadMode, MapAccess)" path="/exception"/>
    /// <inheritdoc cref="Bundle.GetDictionary{TKey, TView}(string)" path="/exception"/>
    public static MappedMultiDictionary<TKey, TView> Open<TKey, TView>(
        string path, LoadMode mode = LoadMode.Map, MapAccess access = MapAccess.ReadOnly, string index = MappedDictionary.IndexName)
        where TKey : notnull
        where TView : struct, IObjectView<TView>
    {
        var bundle = Bundle.Open(path, mode, access);
        try
        {
            return bundle.OpenMultiDictionary<TKey, TView>(index, owned: bundle);
        }
        catch
        {
            bundle.Dispose();
            throw;
        }
    }
}
