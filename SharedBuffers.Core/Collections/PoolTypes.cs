using System.Collections.Concurrent;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Collections;

/// <summary>How the objects of a pool, or of the dump of one, are read: positions say where they are, never of which type.</summary>
internal sealed class PoolTypes
{
    private readonly ConcurrentDictionary<Schema, bool> _known = new();
    private SchemaBinding? _last;

    /// <summary>What the typecodes of values stand for.</summary>
    public TypeRegistry Registry { get; } = new();

    /// <summary>Registers what a schema can reach, once.</summary>
    /// <exception cref="ArgumentException">Another schema has one of the typecodes.</exception>
    public void Know(Schema? schema)
    {
        if (schema is not null && !_known.ContainsKey(schema))
        {
            Registry.RegisterAll(schema);
            _known[schema] = true;
        }
    }

    /// <summary>Shows an object.</summary>
    /// <param name="region">Where it lies.</param>
    /// <param name="offset">Offset in the region.</param>
    /// <param name="schema">The schema it was packed by; null for the one that the view was compiled for.</param>
    public TView GetObject<TView>(MemoryRegion region, long offset, Schema? schema)
        where TView : struct, IObjectView<TView>
    {
        Schema? compiled = TView.CompiledSchema;
        Schema? file = schema ?? compiled;
        if (file is null)
        {
            ThrowHelper.Argument($"{typeof(TView).Name} was compiled for no schema: say by which schema the object was packed.", nameof(schema));
        }

        compiled ??= file;
        SchemaBinding? binding = Volatile.Read(ref _last);
        if (binding is null || !ReferenceEquals(binding.FileSchema, file) || !ReferenceEquals(binding.Schema, compiled))
        {
            Know(file);
            binding = Registry.GetBinding(file, compiled);
            Volatile.Write(ref _last, binding);
        }

        return TView.Create(new ObjectReference(region, offset, binding));
    }
}
