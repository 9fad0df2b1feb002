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
    private readonly Lock _registration = new();
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

    /// <summary>Makes a schema known, and every nested schema, element type and known type that it can reach, as far as they have typecodes: all of them, or none.</summary>
    /// <exception cref="ArgumentException">Another schema is registered under one of the typecodes, or two of these have one; the message names both. Nothing was registered.</exception>
    public void RegisterAll(Schema root)
    {
        ArgumentNullException.ThrowIfNull(root);
        if (FindConflictOrAdd(SchemaGraph.Walk(root)) is { } conflict)
        {
            ThrowHelper.Argument(conflict, nameof(root));
        }
    }

    /// <summary>Makes the schema of a file known, and all that it can reach. Builders refuse a typecode that two schemas claim: a file that has one is damaged or made up.</summary>
    /// <param name="root">What the file carries.</param>
    /// <param name="offset">Where its objects lie, for the message.</param>
    /// <exception cref="CorruptBufferException">Another schema of the file claims one of the typecodes.</exception>
    internal void RegisterStored(Schema root, long offset)
    {
        if (FindConflictOrAdd(SchemaGraph.Walk(root)) is { } conflict)
        {
            ThrowHelper.Corrupt(conflict, offset);
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

        if (FindConflictOrAdd([schema]) is { } conflict)
        {
            ThrowHelper.Argument(conflict, nameof(schema));
        }
    }

    /// <summary>Whether a schema's typecode stands for it, or for one that is written with the same bytes.</summary>
    internal bool Knows(Schema schema) => AreSame(Volatile.Read(ref _byCode[schema.TypeCode])?.Schema, schema);

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

    internal SchemaBinding GetBinding(Schema file, Schema? compiled, bool isChecked = false)
    {
        compiled ??= file;
        return _bindings.TryGetValue((file, compiled), out SchemaBinding? binding)
            ? binding
            : _bindings.GetOrAdd((file, compiled), SchemaBinding.Bind(file, compiled, this, isChecked));
    }

    private static bool AreSame(Schema? known, Schema schema) =>
        ReferenceEquals(known, schema) || (known is not null && SchemaWriter.Encode(SchemaGraph.Walk(known)).AsSpan().SequenceEqual(SchemaWriter.Encode(SchemaGraph.Walk(schema))));

    /// <summary>Looks at all of them before the first is added. Readers take no lock: they see an entry once it is made.</summary>
    /// <param name="schemas">What to make known; those without a typecode are passed over.</param>
    /// <returns>Which two schemas claim one typecode, so that none was added; null if all are known now.</returns>
    private string? FindConflictOrAdd(List<Schema> schemas)
    {
        lock (_registration)
        {
            var added = new Dictionary<byte, Schema>();
            foreach (Schema schema in schemas.Where(static schema => schema.TypeCode != 0))
            {
                Schema? known = _byCode[schema.TypeCode]?.Schema ?? added.GetValueOrDefault(schema.TypeCode);
                if (known is null)
                {
                    added.Add(schema.TypeCode, schema);
                }
                else if (!AreSame(known, schema))
                {
                    return $"The typecode 0x{schema.TypeCode:x2} of {schema} belongs to {known} already.";
                }
            }

            foreach (Schema schema in added.Values)
            {
                Volatile.Write(ref _byCode[schema.TypeCode], new Entry(schema));
            }

            return null;
        }
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
