using SharedBuffers.Hashing;
using SharedBuffers.Layout;

namespace SharedBuffers.Packing;

/// <summary>Packs .NET values in the encoding of <c>docs/format/values.md</c>. <c>docs/values.md</c> has the table of which .NET type becomes what.</summary>
/// <remarks>
/// <para>Two families. <c>PackString</c>, <c>PackSequence</c>, <c>PackSet</c>… append a <em>bare payload</em>: what a slot of that type points at.
/// <c>Pack…Value</c> and <c>PackAny</c> append a <em>value</em>: typecode, then payload: what an <c>object</c> slot or a pointer of a list points at.</para>
/// <para>All return the position of what they appended or found: relative to the buffer, negative when it was shared from what was flushed before. Nothing is shared
/// unless the context has an <see cref="IdentityMap"/>. When one throws, bytes may have been appended: the owner of the context rolls it back.</para>
/// </remarks>
public static partial class ValuePacker
{
    /// <summary>What a <see cref="ValueWriter{T}"/> returns for null: no position in any buffer.</summary>
    public const long NullPosition = long.MinValue;

    /// <summary>Bytes of a typecode and its padding.</summary>
    private const int HeaderSize = 8;

    private const int Alignment = 8;

    /// <summary>Begins a value that is not a number: alignment, typecode, padding.</summary>
    /// <returns>Position of the typecode.</returns>
    private static long AppendHeader(PackContext context, ValueTypeCode code)
    {
        AlignValue(context);
        return context.Buffer.Append((ulong)code);
    }

    /// <summary>Pads to a multiple of 8 in the aligned style; the compatible style appends without padding.</summary>
    private static void AlignValue(PackContext context)
    {
        if (context.Options.Style == PackStyle.Aligned)
        {
            context.Buffer.Align(Alignment);
        }
    }

    /// <summary>Replaces a payload of numbers that was just appended by an equal one, if content is shared. Payloads with pointers depend on where they lie.</summary>
    /// <returns>The position of the payload, or of the one that it equals.</returns>
    private static long ShareContent<T>(PackContext context, PackTarget target, long position)
    {
        if (context.Identities is not { ShareEqualContent: true } identities || (NumericCode.Of<T>() == ValueTypeCode.None && typeof(T) != typeof(bool)))
        {
            return position;
        }

        int length = checked((int)(context.Buffer.Length - position));
        ReadOnlySpan<byte> content = context.Buffer.GetSpan(position, length);
        ulong hash = XxHash3.Hash64(content, (ulong)target);
        if (identities.TryGetContent(hash, length, out long known))
        {
            // What was flushed cannot be compared any more, and what was rolled back since is not there: both count as different.
            known -= context.Origin;
            if (known >= 0 && known <= position - length && context.Buffer.GetSpan(known, length).SequenceEqual(content))
            {
                context.Buffer.Truncate(position);
                return known;
            }
        }

        identities.AddContent(hash, length, position + context.Origin);
        return position;
    }
}
