using System.Text;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Values;

/// <summary>The element type of an <see cref="NdArray"/>, as ordinary objects: a simple type, or named fields.</summary>
public sealed class NdTypeDescription : IEquatable<NdTypeDescription>
{
    private readonly int _depth;

    /// <summary>A simple type.</summary>
    public NdTypeDescription(NdScalarType scalar)
    {
        Scalar = scalar;
        Fields = [];
    }

    /// <summary>A record.</summary>
    /// <param name="fields">Its fields, which follow one another without padding.</param>
    /// <exception cref="OverflowException">The record is larger than 2^31-1 bytes.</exception>
    /// <exception cref="ArgumentException">Records nest deeper than any reader follows them.</exception>
    public NdTypeDescription(IReadOnlyList<NdField> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        Fields = fields;
        IsRecord = true;
        int size = 0;
        foreach (NdField field in fields)
        {
            size = checked(size + field.Type.ItemSize);
            _depth = Math.Max(_depth, field.Type._depth);
        }

        if (++_depth > Limits.MaxDepth)
        {
            ThrowHelper.Argument($"Records nest deeper than {Limits.MaxDepth} levels.", nameof(fields));
        }

        Scalar = new NdScalarType('V', size, false);
    }

    /// <summary>The simple type; for records, raw bytes of the record's size.</summary>
    public NdScalarType Scalar { get; }

    /// <summary>Whether elements are records.</summary>
    public bool IsRecord { get; }

    /// <summary>The fields of a record; none for a simple type.</summary>
    public IReadOnlyList<NdField> Fields { get; }

    /// <summary>Bytes of an element.</summary>
    public int ItemSize => Scalar.ItemSize;

    /// <inheritdoc/>
    public bool Equals(NdTypeDescription? other) =>
        other is not null && IsRecord == other.IsRecord && (IsRecord ? Fields.SequenceEqual(other.Fields) : Scalar == other.Scalar);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NdTypeDescription);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Scalar, Fields.Count);

    /// <summary>NumPy's text: <c>&lt;i4</c>, or <c>[('x', '&lt;f4'), ('y', '&lt;f4')]</c>.</summary>
    public override string ToString() => IsRecord ? Text(quoted: false) : Scalar.ToString();

    /// <summary>The text as a Python literal, as the head of a <c>.npy</c> file has it.</summary>
    internal string ToLiteral() => Text(quoted: true);

    private string Text(bool quoted)
    {
        if (!IsRecord)
        {
            return quoted ? $"'{Scalar}'" : Scalar.ToString();
        }

        var text = new StringBuilder("[");
        foreach (NdField field in Fields)
        {
            text.Append(text.Length > 1 ? ", " : string.Empty)
                .Append("('").Append(field.Name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)).Append("', ")
                .Append(field.Type.ToLiteral()).Append(')');
        }

        return text.Append(']').ToString();
    }
}
