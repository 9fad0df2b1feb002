using System.Collections.Concurrent;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Schemas;

/// <summary>
/// Which schema a typecode stands for: one registry for each file, filled from the schemas that the file carries, or by hand. There is no process-wide one.
/// </summary>
/// <remarks>
/// Registering and looking up may run concurrently. Bindings of compiled types are made once and kept, so that reading a value of a known type allocates nothing.
/// </remarks>
public sealed class TypeRegistry
{
    private readonly ConcurrentDictionary<byte, Schema> _schemas = new();
    private readonly ConcurrentDictionary<(Schema File, Schema Compiled), SchemaBinding> _bindings = new();

    /// <summary>A registry with everything that a schema can reach: nested schemas, element types and known types that have a typecode.</summary>
    /// <exception cref="ArgumentException">Two different schemas have one typecode.</exception>
    public static TypeRegistry FromSchema(Schema root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var registry = new TypeRegistry();
        foreach (Schema schema in SchemaGraph.Walk(root))
        {
            if (schema.TypeCode != 0)
            {
                registry.Register(schema);
            }
        }

        return registry;
    }

    /// <summary>Makes a schema known under its typecode. Registering the same schema again changes nothing.</summary>
    /// <exception cref="ArgumentException">The schema has no typecode, or another one is registered under it; the message names both.</exception>
    public void Register(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (schema.TypeCode == 0)
        {
            ThrowHelper.Argument($"The schema {schema.DisplayName} has no typecode, so that no value can name it.", nameof(schema));
        }

        Schema known = _schemas.GetOrAdd(schema.TypeCode, schema);
        if (!ReferenceEquals(known, schema))
        {
            ThrowHelper.Argument($"The typecode 0x{schema.TypeCode:x2} of {schema} belongs to {known} already.", nameof(schema));
        }
    }

    /// <summary>Finds the schema that a typecode stands for.</summary>
    public bool TryGetSchema(byte typeCode, out Schema? schema) => _schemas.TryGetValue(typeCode, out schema);

    /// <summary>How values of a typecode are read.</summary>
    /// <param name="typeCode">Typecode found before a value.</param>
    /// <param name="compiled">Schema of the type that reads, or null to read with the file's own.</param>
    /// <param name="offset">Where the typecode was found, for the message.</param>
    /// <exception cref="CorruptBufferException">Nothing is registered under the typecode.</exception>
    /// <exception cref="SchemaMismatchException">The compiled type cannot read what the file holds.</exception>
    public SchemaBinding GetBinding(byte typeCode, Schema? compiled, long offset = -1)
    {
        if (!_schemas.TryGetValue(typeCode, out Schema? schema))
        {
            ThrowHelper.Corrupt($"The typecode 0x{typeCode:x2} is neither one of the format nor one of a schema that the file carries", offset);
        }

        return GetBinding(schema!, compiled);
    }

    internal SchemaBinding GetBinding(Schema file, Schema? compiled)
    {
        compiled ??= file;
        return _bindings.TryGetValue((file, compiled), out SchemaBinding? binding)
            ? binding
            : _bindings.GetOrAdd((file, compiled), SchemaBinding.Bind(file, compiled, this));
    }
}
