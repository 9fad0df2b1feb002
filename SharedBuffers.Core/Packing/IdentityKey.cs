using System.Runtime.CompilerServices;

namespace SharedBuffers.Packing;

/// <summary>
/// What makes two packed things one: the very same object, or an equal integer, string, byte string or empty tuple, packed as the same target
/// (and, for objects, by the same schema).
/// </summary>
public readonly struct IdentityKey : IEquatable<IdentityKey>
{
    private readonly object? _value;
    private readonly object? _schema;
    private readonly ulong _bits;
    private readonly PackTarget _target;
    private readonly Kind _kind;

    private IdentityKey(Kind kind, object? value, ulong bits, PackTarget target, object? schema = null)
    {
        _kind = kind;
        _value = value;
        _bits = bits;
        _target = target;
        _schema = schema;
    }

    private enum Kind : byte
    {
        Reference,
        Text,
        Bytes,
        Negative,
        NonNegative,
        EmptyTuple,
    }

    /// <summary>The very same object.</summary>
    /// <param name="value">The object; a boxed value is the box.</param>
    /// <param name="target">What it is packed as.</param>
    /// <param name="schema">The schema it is packed by, for <see cref="PackTarget.Object"/> and for values of a schema's typecode.</param>
    public static IdentityKey OfReference(object value, PackTarget target, object? schema = null) => new(Kind.Reference, value, 0, target, schema);

    /// <summary>Any string of the same characters.</summary>
    public static IdentityKey OfText(string value, PackTarget target) => new(Kind.Text, value, 0, target);

    /// <summary>Any array of the same bytes. The array must not change while the key is in use.</summary>
    public static IdentityKey OfBytes(byte[] value, PackTarget target) => new(Kind.Bytes, value, 0, target);

    /// <summary>Any integer of the same value.</summary>
    public static IdentityKey OfInteger(long value, PackTarget target) => new(value < 0 ? Kind.Negative : Kind.NonNegative, null, (ulong)value, target);

    /// <summary>Any integer of the same value.</summary>
    public static IdentityKey OfInteger(ulong value, PackTarget target) => new(Kind.NonNegative, null, value, target);

    /// <summary>Any empty tuple.</summary>
    public static IdentityKey OfEmptyTuple(PackTarget target) => new(Kind.EmptyTuple, null, 0, target);

    /// <inheritdoc/>
    public bool Equals(IdentityKey other)
    {
        if (_kind != other._kind || _target != other._target || _bits != other._bits || !ReferenceEquals(_schema, other._schema))
        {
            return false;
        }

        return _kind switch
        {
            Kind.Text => string.Equals((string?)_value, (string?)other._value, StringComparison.Ordinal),
            Kind.Bytes => ((byte[])_value!).AsSpan().SequenceEqual((byte[])other._value!),
            _ => ReferenceEquals(_value, other._value),
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IdentityKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add((int)_kind << 8 | (int)_target);
        hash.Add(_bits);
        switch (_kind)
        {
            case Kind.Text:
                hash.Add((string)_value!, StringComparer.Ordinal);
                break;
            case Kind.Bytes:
                hash.AddBytes((byte[])_value!);
                break;
            default:
                hash.Add(_value is null ? 0 : RuntimeHelpers.GetHashCode(_value));
                break;
        }

        return hash.ToHashCode();
    }

    /// <summary>Equality.</summary>
    public static bool operator ==(IdentityKey left, IdentityKey right) => left.Equals(right);

    /// <summary>Inequality.</summary>
    public static bool operator !=(IdentityKey left, IdentityKey right) => !left.Equals(right);
}
