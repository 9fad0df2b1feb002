using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;

namespace SharedBuffers.Collections;

/// <summary>
/// Objects come in: packed in a buffer against the identity map of the open section, then copied there as a whole. What fails leaves no trace, and a section begins
/// only when its first object is packed and its size known.
/// </summary>
public sealed partial class SharedObjectPool
{
    /// <summary>The widest alignment of a schema: where the buffer stands in for a section, it starts at a multiple of this.</summary>
    private const int WidestAlignment = 16;

    /// <summary>Adds an object.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <returns>Its position, to be read with <see cref="Get{TView}(long, Schema?)"/>.</returns>
    /// <exception cref="InvalidOperationException">Objects nest too deep, or this is called while an object is being packed.</exception>
    /// <exception cref="IOException">There is no room for another section on the disk.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public long Add<T>(T value)
        where T : ISharedStruct<T>
    {
        ArgumentNullException.ThrowIfNull(value);
        return Append(T.Schema, context => T.Pack(context, value));
    }

    /// <summary>Adds an object of a schema that is known only now.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="values">A value for each of its <see cref="Schema.Slots"/>, as <see cref="ObjectPacker"/> takes them.</param>
    /// <returns>Its position.</returns>
    /// <exception cref="ArgumentException">Not as many values as slots, or a value that does not fit; the message names the slot.</exception>
    /// <inheritdoc cref="Add{T}(T)" path="/exception"/>
    public long Add(Schema schema, params object?[] values)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(values);
        return Append(schema, context => ObjectPacker.Pack(context, schema, values));
    }

    /// <summary>Adds an object whose image is at hand: pointers in it are relative, so it can lie anywhere. It goes to the first section that has room.</summary>
    /// <param name="schema">The schema that the image was packed by.</param>
    /// <param name="image">The image, from its bitmaps to the last byte that it points at. Nothing may point out of it.</param>
    /// <returns>Its position.</returns>
    /// <remarks>The image is not looked into: a damaged one is found by whoever reads it.</remarks>
    /// <exception cref="ArgumentException">The image is shorter than an object of the schema can be.</exception>
    /// <inheritdoc cref="Add{T}(T)" path="/exception"/>
    public long AddImage(Schema schema, ReadOnlySpan<byte> image)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (image.Length < schema.HeaderSize)
        {
            ThrowHelper.Argument($"{image.Length} bytes are no object of {schema.DisplayName}: its bitmaps alone take {schema.HeaderSize}.", nameof(image));
        }

        int alignment = Math.Max(LeastAlignment, schema.Alignment);
        int length = image.Length;
        lock (_lock)
        {
            CheckUsable();
            _types.Know(schema);
            PoolSection? section = Array.Find(_sections, s => s.Align(alignment) <= s.Length - length);
            if (section is null)
            {
                PackContext context = PackPreloads();
                _buffer.Align(alignment);
                section = Begin(context, _buffer.Length + length);
            }

            long offset = section.Align(alignment);
            section.Append(image, alignment);
            return section.Start + offset;
        }
    }

    /// <summary>Adds a value of any type, with its typecode; one that is in the open section already is found there, and its position returned.</summary>
    /// <returns>Its position, to be read with <see cref="GetValue"/>.</returns>
    /// <remarks>
    /// Equal integers, and equal strings and byte strings, are one value. Everything else, as lists and objects, is one value as long as it is the very same instance: one that
    /// was changed since it was added is found as it was. Add another instance, or call <see cref="ClearIdentityMaps"/> before.
    /// </remarks>
    /// <exception cref="InvalidOperationException">An object in the value is of a type that <see cref="Types"/> does not know.</exception>
    /// <exception cref="ArgumentException">The value, or one inside it, has no encoding, or it is null.</exception>
    /// <inheritdoc cref="Add{T}(T)" path="/exception"/>
    public long AddValue(object value)
    {
        if (value is null or DBNull)
        {
            ThrowHelper.Argument("Null has no encoding of its own: it is a state of slots and elements.", nameof(value));
        }

        return Append(schema: null, context => ValuePacker.PackAny(context, value));
    }

    /// <summary>
    /// Has an object packed first in every section that begins from now on. It and all that is in it are found by what comes later and never forgotten: for what most objects share.
    /// </summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The object. It is packed again for each section and must not change.</param>
    /// <exception cref="InvalidOperationException">It fills a section together with what was preloaded before: nothing else would fit. It is not preloaded then.</exception>
    /// <inheritdoc cref="Add{T}(T)" path="/exception"/>
    public void Preload<T>(T value)
        where T : ISharedStruct<T>
    {
        ArgumentNullException.ThrowIfNull(value);
        Preload(T.Schema, context => T.Pack(context, value));
    }

    /// <summary>Has a value of any type packed first in every section that begins from now on, as <see cref="Preload{T}(T)"/> does with objects.</summary>
    /// <inheritdoc cref="AddValue" path="/exception"/>
    public void PreloadValue(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Preload(schema: null, context => ValuePacker.PackAny(context, value));
    }

    private void Preload(Schema? schema, Func<PackContext, long> pack)
    {
        lock (_lock)
        {
            CheckUsable();
            _types.Know(schema);
            // Packed once to see that it can be.
            _preloads.Add(context => pack(context));
            try
            {
                PackPreloads();
                if (_buffer.Length >= Options.SectionSize)
                {
                    ThrowHelper.InvalidOperation($"What is preloaded takes {_buffer.Length} bytes and leaves no room in sections of {Options.SectionSize}.");
                }
            }
            catch
            {
                _preloads.RemoveAt(_preloads.Count - 1);
                throw;
            }
        }
    }

    private long Append(Schema? schema, Func<PackContext, long> pack)
    {
        lock (_lock)
        {
            CheckUsable();
            _types.Know(schema);
            if (_open is { } open && TryAppend(open, pack, out long position))
            {
                return position;
            }

            // Preloads and the object are packed before there is a section: it begins if and when all went well, and as large as it has to be.
            PackContext context = PackPreloads();
            long offset = Pack(context, pack);
            return Begin(context, _buffer.Length).Start + offset;
        }
    }

    private bool TryAppend(PoolSection section, Func<PackContext, long> pack, out long position)
    {
        // The buffer stands for the end of the section, from the last wide boundary on, so that what is aligned in it is aligned there.
        long used = section.UsedLength;
        var context = new PackContext(_buffer, section.Identities, Options.Packing) { Origin = used & -WidestAlignment, KnownTypes = _types.Registry };
        _buffer.Clear();
        _buffer.Reserve(used - context.Origin);
        long from = _buffer.Length;
        PackMark mark = context.Mark();
        long offset = Pack(context, pack);
        if (context.Origin + _buffer.Length > section.Length)
        {
            context.Rollback(mark);
            position = 0;
            return false;
        }

        section.Append(_buffer, from);
        position = section.Start + context.Origin + offset;
        return true;
    }

    /// <summary>Packs at the end of the buffer, or takes everything back.</summary>
    private long Pack(PackContext context, Func<PackContext, long> pack)
    {
        PackMark mark = context.Mark();
        _isPacking = true;
        try
        {
            long offset = pack(context);
            _buffer.Align(LeastAlignment);
            return offset;
        }
        catch
        {
            context.Rollback(mark);
            throw;
        }
        finally
        {
            _isPacking = false;
        }
    }

    /// <summary>Packs into the empty buffer what every section begins with.</summary>
    private PackContext PackPreloads()
    {
        _buffer.Clear();
        var context = new PackContext(_buffer, Options.SharedValues > 0 ? new IdentityMap(Options.SharedValues) : null, Options.Packing) { KnownTypes = _types.Registry };
        foreach (Action<PackContext> preload in _preloads)
        {
            Pack(context, c =>
            {
                preload(c);
                return 0;
            });
        }

        context.Identities?.Pin();
        return context;
    }

    /// <summary>Begins a section with what the buffer holds. One that is made to measure is full at once: the section that was open stays open.</summary>
    /// <param name="context">What the buffer was packed with.</param>
    /// <param name="length">Bytes that have to fit.</param>
    private PoolSection Begin(PackContext context, long length)
    {
        bool isLarge = length > Options.SectionSize;
        long size = isLarge ? PoolOptions.RoundUp(length) : Options.SectionSize;
        MappedFileRegion region = _freeSections.Take(size) ?? MappedFileRegion.CreateTemporary(Options.TempDirectory, size);
        _types.Registry.ShareWith(region);
        long start = _sections is [.., var last] ? checked(last.Start + last.Length) : 0;
        var section = new PoolSection(region, start, isLarge ? null : context.Identities);
        section.Append(_buffer, 0);
        if (!isLarge)
        {
            // Nothing is packed into the last one any more; its map would only keep objects alive.
            if (_open is { } full)
            {
                full.Identities = null;
            }

            _open = section;
        }

        Volatile.Write(ref _sections, [.. _sections, section]);
        return section;
    }
}
