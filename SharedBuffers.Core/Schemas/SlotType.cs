using SharedBuffers.Diagnostics;

namespace SharedBuffers.Schemas;

/// <summary>
/// The type of a slot: its kind, for a nested struct the schema of it, and for collections optionally what they hold.
/// </summary>
/// <remarks>
/// <para>Immutable and safe to share between threads. Nested schemas may be given lazily, which is how recursive and mutually recursive structs are described.</para>
/// <para>The element types of collections change no byte of a value (every collection says itself what it holds). They are kept in native files, where tools show them
/// and binding a compiled type checks them; the Python layout has no place for them.</para>
/// </remarks>
public sealed partial class SlotType
{
    private readonly Func<Schema>? _nestedSource;
    private readonly int _depth;
    private Schema? _nested;

    private SlotType(SlotKind kind, SlotType? keyType = null, SlotType? elementType = null, Schema? nested = null, Func<Schema>? nestedSource = null)
    {
        Kind = kind;
        KeyType = keyType;
        ElementType = elementType;
        _nested = nested;
        _nestedSource = nestedSource;
        EncodedKind = EncodingOf(kind);
        Size = SizeOf(kind);
        _depth = IsCollection(kind) ? 1 + Math.Max(keyType?._depth ?? 0, elementType?._depth ?? 0) : 0;
        if (_depth > MaxAnnotationDepth)
        {
            ThrowHelper.Argument($"Collections nest more than {MaxAnnotationDepth} deep in an element type; leave the inner ones open.", nameof(elementType));
        }
    }

    /// <summary>What the slot holds.</summary>
    public SlotKind Kind { get; }

    /// <summary>The kind that stands for all kinds with the same bytes: <c>int</c> is <see cref="SlotKind.Int64"/>, every list and tuple is <see cref="SlotKind.MappedList"/>…</summary>
    public SlotKind EncodedKind { get; }

    /// <summary>Bytes that the slot takes inside the object: 1, 2, 4 or 8. A pointer takes 8.</summary>
    public int Size { get; }

    /// <summary>Whether the value itself lies in the object, rather than a pointer to it.</summary>
    public bool IsFixed => Kind is >= SlotKind.Bool and <= SlotKind.Float;

    /// <summary>Whether the value is an integer or a floating-point number.</summary>
    public bool IsNumeric => Kind is > SlotKind.Bool and <= SlotKind.Float;

    /// <summary>What a list, tuple or set holds, or the values of a map; null when it is not known.</summary>
    public SlotType? ElementType { get; }

    /// <summary>What the keys of a map are; null when it is not known.</summary>
    public SlotType? KeyType { get; }

    /// <summary>Schema of a <see cref="SlotKind.Struct"/> slot, null for every other kind.</summary>
    /// <exception cref="InvalidOperationException">The schema was given lazily and its source returned null.</exception>
    public Schema? NestedSchema
    {
        get
        {
            if (_nested is null && _nestedSource is not null)
            {
                _nested = _nestedSource();
                if (_nested is null)
                {
                    ThrowHelper.InvalidOperation("The schema of a nested slot is not there: its source returned null.");
                }
            }

            return _nested;
        }
    }

    /// <summary>A slot type without parameters.</summary>
    /// <param name="kind">Any kind but <see cref="SlotKind.None"/> and <see cref="SlotKind.Struct"/>, which needs a schema.</param>
    /// <exception cref="ArgumentOutOfRangeException">The kind is not one of those.</exception>
    public static SlotType Of(SlotKind kind)
    {
        SlotType? type = (uint)kind < (uint)s_simple.Length ? s_simple[(int)kind] : null;
        if (type is null)
        {
            ThrowHelper.ArgumentOutOfRange(nameof(kind), kind, "Not the kind of a slot type without parameters.");
        }

        return type!;
    }

    /// <summary>A list, stored as any list is, of which it is known what it holds.</summary>
    /// <exception cref="ArgumentException">Collections nest more than 8 deep.</exception>
    public static SlotType ListOf(SlotType element) => Annotated(SlotKind.MappedList, element);

    /// <summary>A set of which it is known what it holds.</summary>
    /// <inheritdoc cref="ListOf" path="/exception"/>
    public static SlotType SetOf(SlotType element) => Annotated(SlotKind.MappedSet, element);

    /// <summary>A map of which it is known what it holds.</summary>
    /// <inheritdoc cref="ListOf" path="/exception"/>
    public static SlotType MapOf(SlotType key, SlotType value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        return new SlotType(SlotKind.MappedMap, key, value);
    }

    /// <summary>Any collection kind with what is known of its contents.</summary>
    /// <param name="kind">A list, tuple, set or map kind, or <see cref="SlotKind.NdArray"/>.</param>
    /// <param name="element">Elements, or the values of a map.</param>
    /// <param name="key">Keys of a map; null for all others.</param>
    /// <exception cref="ArgumentException">The kind is not a collection, or has no keys, or collections nest more than 8 deep.</exception>
    public static SlotType Annotated(SlotKind kind, SlotType? element, SlotType? key = null)
    {
        if (!IsCollection(kind))
        {
            ThrowHelper.Argument($"{kind} is not a collection.", nameof(kind));
        }

        if (key is not null && EncodingOf(kind) != SlotKind.MappedMap)
        {
            ThrowHelper.Argument($"{kind} has no keys.", nameof(key));
        }

        return element is null && key is null ? Of(kind) : new SlotType(kind, key, element);
    }

    private static bool IsCollection(SlotKind kind) => kind is >= SlotKind.MappedList and <= SlotKind.NdArray;

    /// <summary>An object of a nested schema, without a typecode.</summary>
    public static SlotType Struct(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new SlotType(SlotKind.Struct, nested: schema);
    }

    /// <summary>An object of a nested schema that is asked for when it is first needed: for schemas that contain themselves or each other.</summary>
    /// <param name="schema">Returns the same schema each time; it may run more than once when threads race.</param>
    public static SlotType Struct(Func<Schema> schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new SlotType(SlotKind.Struct, nestedSource: schema);
    }

    /// <summary>Whether a value of this type has the same bytes as one of another type (nested schemas are not compared).</summary>
    public bool HasSameEncoding(SlotType other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return EncodedKind == other.EncodedKind;
    }
}
