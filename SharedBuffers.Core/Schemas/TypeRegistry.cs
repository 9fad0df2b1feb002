using System.Collections.Concurrent;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;

namespace SharedBuffers.Schemas;

/// <summary>
/// Which schema a typecode stands for: one registry for each region, filled from the schemas that its file carries, or by hand. There is no process-wide one.
/// </summary>
/// <remarks>
/// Registering and looking up may run concurrently. Bindings of compiled types are made once and kept, so that reading a value of a known type allocates nothing.
/// </remarks>
public sealed class TypeRegistry
{
    private readonly Entry?[] _byCode = new Entry?[256];
    private readonly ConcurrentDictionary<(Schema File, Schema Compiled), SchemaBinding> _bindings = new();

    /// <summary>The registry of a region, which values in it are read with.</summary>
    public static TypeRegistry Of(MemoryRegion region)
    {
        ArgumentNullException.ThrowIfNull(region);
        ref object? annotation = ref region.Annotation;
        return (TypeRegistry)(Volatile.Read(ref annotation) ?? Interlocked.CompareExchange(ref annotation, new TypeRegistry(), null) ?? annotation);
    }

    /// <summary>Makes this the registry of a region that has none yet: regions that are parts of one thing know the same types.</summary>
    internal void ShareWith(MemoryRegion region) => region.Annotation = this;

    /// <summary>A registry of its own with everything that a schema can reach.</summary>
    /// <exception cref="ArgumentException">Two different schemas have one typecode.</exception>
    public static TypeRegistry FromSchema(Schema root)
    {
        var registry = new TypeRegistry();
        registry.RegisterAll(root);
        return registry;
    }

    /// <summary>Makes a schema known, and every nested schema, element type and known type that it can reach, as far as they have typecodes.</summary>
    /// <exception cref="ArgumentException">Another schema is registered under one of the typecodes.</exception>
    public void RegisterAll(Schema root)
    {
        ArgumentNullException.ThrowIfNull(root);
        foreach (Schema schema in SchemaGraph.Walk(root))
        {
            if (schema.TypeCode != 0)
            {
                Register(schema);
            }
        }
    }

    /// <summary>Makes the schema of a file known, and all that it can reach. Builders refuse a typecode that two schemas claim: a file that has one is damaged or made up.</summary>
    /// <param name="root">What the file carries.</param>
    /// <param name="offset">Where its objects lie, for the message.</param>
    /// <exception cref="CorruptBufferException">Another schema of the file claims one of the typecodes.</exception>
    internal void RegisterStored(Schema root, long offset)
    {
        try
        {
            RegisterAll(root);
        }
        catch (ArgumentException conflict)
        {
            ThrowHelper.Corrupt(conflict.Message, offset);
        }
    }

    /// <summary>Makes a schema known under its typecode. Registering it again, or one that is written with the same bytes, changes nothing.</summary>
    /// <exception cref="ArgumentException">The schema has no typecode, or another one is registered under it; the message names both.</exception>
    public void Register(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (schema.TypeCode == 0)
        {
            ThrowHelper.Argument($"The schema {schema.DisplayName} has no typecode, so that no value can name it.", nameof(schema));
        }

        Entry? known = Interlocked.CompareExchange(ref _byCode[schema.TypeCode], new Entry(schema), null);
        if (known is not null && !Knows(schema))
        {
            ThrowHelper.Argument($"The typecode 0x{schema.TypeCode:x2} of {schema} belongs to {known.Schema} already.", nameof(schema));
        }
    }

    /// <summary>Whether a schema's typecode stands for it, or for one that is written with the same bytes.</summary>
    internal bool Knows(Schema schema)
    {
        Schema? known = Volatile.Read(ref _byCode[schema.TypeCode])?.Schema;
        return ReferenceEquals(known, schema) || (known is not null && known.ToBytes().AsSpan().SequenceEqual(schema.ToBytes()));
    }

    /// <summary>Finds the schema that a typecode stands for.</summary>
    public bool TryGetSchema(byte typeCode, out Schema? schema)
    {
        schema = Volatile.Read(ref _byCode[typeCode])?.Schema;
        return schema is not null;
    }

    /// <summary>How values of a typecode are read. O(1), allocates nothing when the same type read one before.</summary>
    /// <param name="typeCode">Typecode found before a value.</param>
    /// <param name="compiled">Schema of the type that reads, or null to read with the file's own.</param>
    /// <param name="offset">Where the value was found, for the message.</param>
    /// <exception cref="CorruptBufferException">Nothing is registered under the typecode.</exception>
    /// <exception cref="SchemaMismatchException">The compiled type cannot read what the file holds.</exception>
    public SchemaBinding GetBinding(byte typeCode, Schema? compiled, long offset = -1)
    {
        Entry? entry = Volatile.Read(ref _byCode[typeCode]);
        if (entry is null)
        {
            ThrowHelper.Corrupt($"The typecode 0x{typeCode:x2} is neither one of the format nor one of a schema that the file carries", offset);
        }

        SchemaBinding? last = entry.LastBinding;
        if (last is null || !ReferenceEquals(last.Schema, compiled ?? entry.Schema))
        {
            last = GetBinding(entry.Schema, compiled);
            entry.LastBinding = last;
        }

        return last;
    }

    internal SchemaBinding GetBinding(Schema file, Schema? compiled)
    {
        compiled ??= file;
        return _bindings.TryGetValue((file, compiled), out SchemaBinding? binding)
            ? binding
            : _bindings.GetOrAdd((file, compiled), SchemaBinding.Bind(file, compiled, this));
    }

    private sealed class Entry(Schema schema)
    {
        private SchemaBinding? _lastBinding;

        public Schema Schema { get; } = schema;

        /// <summary>The binding that was asked for last: mostly one type reads all values of a code.</summary>
        public SchemaBinding? LastBinding
        {
            get => Volatile.Read(ref _lastBinding);
            set => Volatile.Write(ref _lastBinding, value);
        }
    }
}
