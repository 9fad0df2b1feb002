using System.Numerics;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Schemas;

namespace SharedBuffers.Packing;

/// <summary>
/// Writes the image of one object: bitmaps, the values of its slots side by side, then what its pointers point at. Specified in <c>docs/format/objects.md</c>.
/// </summary>
/// <remarks>
/// <para>The constructor reserves everything of fixed size, so that slots can be written in any order; the bytes of variable values follow in the order of the calls, which
/// is the order of the slots in images that equal input makes equal. A slot that is unset or null is skipped: the packer need not ask.</para>
/// <para>Used by generated packers and by the dynamic packer. It keeps positions, never addresses. Not thread-safe, like its context.
/// After an exception the image is unfinished: the owner of the context rolls back.</para>
/// </remarks>
public ref partial struct ObjectWriter
{
    private readonly PackContext _context;
    private readonly Schema _schema;
    private readonly long _position;
    private readonly ulong _present;
    private readonly object? _instance;

    /// <summary>Begins an object.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="schema">Its schema; version 1 too, though only tests have a use for that.</param>
    /// <param name="set">Slots that are set, one bit each.</param>
    /// <param name="nulls">Slots that are null; those that are not set are ignored.</param>
    /// <param name="identity">The instance, so that what refers to it again points here, also from inside itself; null when it has no identity.</param>
    /// <exception cref="InvalidOperationException">Objects nest deeper than readers accept.</exception>
    public ObjectWriter(PackContext context, Schema schema, ulong set, ulong nulls, object? identity = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(schema);
        _context = context;
        _schema = schema;
        _instance = identity;
        context.Options.Observer?.Packing(context, schema, identity);
        PackBuffer buffer = context.Buffer;
        if (context.Options.Style == PackStyle.Aligned)
        {
            buffer.Align(Math.Max(schema.Alignment, sizeof(long)));
        }

        set &= schema.AllSlots;
        nulls &= set;
        _present = set & ~nulls;
        int size = schema.HeaderSize + schema.SizeOfSlots(_present);
        _position = buffer.Reserve(RoundUp(size, schema.Alignment));
        WriteBitmaps(buffer, _position, schema.BitmapWidth, set, nulls);
        context.Enter();
        if (identity is not null)
        {
            context.SetPosition(IdentityKey.OfReference(identity, PackTarget.Object, schema), _position);
        }
    }

    /// <summary>Position of the object in the buffer.</summary>
    public readonly long Position => _position;

    /// <summary>Ends the object.</summary>
    /// <returns>Position of the image in the buffer.</returns>
    public readonly long Finish()
    {
        // The fixed part is padded from the object's start, the whole of it from the start of the buffer. They differ when an object is nested in one of a smaller alignment.
        _context.Buffer.Align(_schema.Alignment);
        _context.Leave();
        _context.Options.Observer?.Packed(_context, _schema, _instance, _position, _context.Buffer.Length - _position);
        return _position;
    }

    /// <summary>Writes a number.</summary>
    /// <typeparam name="T">The type of the slot in the schema.</typeparam>
    /// <param name="slot">Index of the slot.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The type has not the width of the slot.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void WriteNumber<T>(int slot, T value)
        where T : unmanaged, INumberBase<T>
    {
        if (TryLocate(slot, Unsafe.SizeOf<T>(), out long position))
        {
            _context.Buffer.Write(position, value);
        }
    }

    /// <summary>Writes a truth value.</summary>
    public readonly void WriteBoolean(int slot, bool value)
    {
        if (TryLocate(slot, sizeof(byte), out long position))
        {
            _context.Buffer.Write(position, value ? (byte)1 : (byte)0);
        }
    }

    /// <summary>Points a slot at a payload and closes the payload with padding.</summary>
    /// <param name="slot">Index of a slot that is stored as a pointer.</param>
    /// <param name="position">Position of the payload in the buffer; negative when it lies in what was flushed before.</param>
    public readonly void WritePointer(int slot, long position)
    {
        if (TryLocate(slot, sizeof(long), out long place))
        {
            _context.Buffer.Write(place, position - _position);
            _context.Buffer.Align(_schema.Alignment);
        }
    }

    /// <summary>Writes an object of a nested schema. An instance that was packed before is pointed at.</summary>
    /// <typeparam name="T">Type of the object.</typeparam>
    public readonly void WriteObject<T>(int slot, T? value)
        where T : ISharedStruct<T>
    {
        if (!IsPresent(slot) || value is null)
        {
            return;
        }

        bool isKnown = false;
        long position = 0;
        if (!typeof(T).IsValueType)
        {
            isKnown = _context.TryGetPosition(IdentityKey.OfReference(value, PackTarget.Object, T.Schema), out position);
        }

        WritePointer(slot, isKnown ? position : T.Pack(_context, value));
    }

    /// <summary>Packs an object with its typecode, or finds it already there: what lists, sets, maps and <c>object</c> slots point at.</summary>
    /// <typeparam name="T">Type of the object; its schema has a typecode.</typeparam>
    /// <returns>Position of the typecode in the buffer.</returns>
    /// <exception cref="InvalidOperationException">The schema has no typecode, or objects nest too deep.</exception>
    public static long PackValue<T>(PackContext context, T value)
        where T : ISharedStruct<T>
    {
        ArgumentNullException.ThrowIfNull(context);
        Schema schema = T.Schema;
        if (typeof(T).IsValueType)
        {
            long start = BeginValue(context, schema);
            T.Pack(context, value);
            return start;
        }

        IdentityKey key = IdentityKey.OfReference(value, PackTarget.Value, schema);
        if (context.TryGetPosition(key, out long position))
        {
            return position;
        }

        position = BeginValue(context, schema);
        context.SetPosition(key, position);
        T.Pack(context, value);
        return position;
    }

    /// <summary>Whether a slot is set and not null, so that its value is wanted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsPresent(int slot) => ((_present >> slot) & 1) != 0;

    /// <summary>Appends a typecode and its padding; the image follows it.</summary>
    internal static long BeginValue(PackContext context, Schema schema)
    {
        if (schema.TypeCode == 0)
        {
            ThrowHelper.InvalidOperation($"{schema.DisplayName} has no typecode: it can be stored in a slot of its own type, not where any value can stand.");
        }

        if (context.KnownTypes is { } types && !types.Knows(schema))
        {
            ThrowHelper.InvalidOperation(
                $"{schema.DisplayName} stands where any value can, but the file does not carry its schema, so that nobody could read it. Name the type in KnownTypes of what holds it, or register it.");
        }

        if (context.Options.Style == PackStyle.Aligned)
        {
            // The image lies 8 bytes behind the typecode. With an alignment of 16 it is the image that has to be aligned.
            PackBuffer buffer = context.Buffer;
            buffer.Align(sizeof(long));
            if (schema.Alignment > sizeof(long) && (buffer.Length - buffer.AlignmentOrigin + sizeof(long)) % schema.Alignment != 0)
            {
                buffer.Reserve(sizeof(long));
            }
        }

        return context.Buffer.Append((ulong)schema.TypeCode);
    }

    private static long RoundUp(long size, int alignment) => (size + alignment - 1) & -alignment;

    private static void WriteBitmaps(PackBuffer buffer, long position, int width, ulong set, ulong nulls)
    {
        switch (width)
        {
            case 1:
                buffer.Write(position, (byte)set);
                buffer.Write(position + 1, (byte)nulls);
                break;
            case 2:
                buffer.Write(position, (ushort)set);
                buffer.Write(position + 2, (ushort)nulls);
                break;
            case 4:
                buffer.Write(position, (uint)set);
                buffer.Write(position + 4, (uint)nulls);
                break;
            default:
                buffer.Write(position, set);
                buffer.Write(position + 8, nulls);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool TryLocate(int slot, int size, out long position)
    {
        if (!IsPresent(slot))
        {
            position = 0;
            return false;
        }

        if (_schema.Slots[slot].Type.Size != size)
        {
            ThrowSize(slot, size);
        }

        position = _position + _schema.GetOffset(slot, _present);
        return true;
    }

    private readonly void ThrowSize(int slot, int size)
    {
        Slot target = _schema.Slots[slot];
        ThrowHelper.Argument($"The slot '{target.Name}' of {_schema.DisplayName} is {target.Type} with {target.Type.Size} bytes, the value has {size}.", nameof(slot));
    }
}
