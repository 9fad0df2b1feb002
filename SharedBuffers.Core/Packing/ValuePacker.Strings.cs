using System.Buffers;
using System.Text;
using SharedBuffers.Compression;
using SharedBuffers.Layout;

namespace SharedBuffers.Packing;

public static partial class ValuePacker
{
    /// <summary>Lengths from here on do not fit 15 bits.</summary>
    private const int LongForm = 0x7FFF;

    private const int CompressedFlag = 0x8000;

    /// <summary>Shorter strings are never compressed: the saving would be less than what a reader pays.</summary>
    private const int MinCompressibleLength = 513;

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Packs the payload of a string slot: length and UTF-8, not aligned.</summary>
    /// <exception cref="ArgumentException">The string has a surrogate without its pair: it has no UTF-8.</exception>
    public static long PackString(PackContext context, string value)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(value);
        IdentityKey key = default;
        if (context.Identities is { } identities)
        {
            key = KeyOf(identities, value, PackTarget.String);
            if (context.TryGetPosition(key, out long known))
            {
                return known;
            }
        }

        long position = AppendText(context, value);
        context.SetPosition(key, position);
        return position;
    }

    /// <summary>Packs the payload of a string slot from characters; never shared.</summary>
    /// <exception cref="ArgumentException">The characters have a surrogate without its pair.</exception>
    public static long PackString(PackContext context, ReadOnlySpan<char> value)
    {
        ArgumentNullException.ThrowIfNull(context);
        return AppendText(context, value);
    }

    /// <summary>Packs the payload of a string or bytes slot from bytes, for strings in UTF-8; never shared.</summary>
    public static long PackBytes(PackContext context, ReadOnlySpan<byte> value)
    {
        ArgumentNullException.ThrowIfNull(context);
        return AppendBytes(context, value);
    }

    /// <summary>Packs the payload of a bytes slot.</summary>
    public static long PackBytes(PackContext context, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(value);
        IdentityKey key = default;
        if (context.Identities is { } identities)
        {
            key = KeyOf(identities, value, PackTarget.Bytes);
            if (context.TryGetPosition(key, out long known))
            {
                return known;
            }
        }

        long position = AppendBytes(context, value);
        context.SetPosition(key, position);
        return position;
    }

    /// <summary>Packs the payload of a buffer slot: an 8-byte length and the bytes, never compressed, never shared.</summary>
    public static long PackBuffer(PackContext context, ReadOnlySpan<byte> value)
    {
        ArgumentNullException.ThrowIfNull(context);
        AlignValue(context);
        long position = context.Buffer.Append((long)value.Length);
        context.Buffer.AppendBytes(value);
        return position;
    }

    /// <summary>Packs a string with its typecode.</summary>
    /// <returns>The position, or <see cref="NullPosition"/> for null.</returns>
    public static long PackStringValue(PackContext context, string? value)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (value is null)
        {
            return NullPosition;
        }

        IdentityKey key = default;
        if (context.Identities is { } identities)
        {
            key = KeyOf(identities, value, PackTarget.Value);
            if (context.TryGetPosition(key, out long known))
            {
                return known;
            }
        }

        long position = AppendHeader(context, ValueTypeCode.String);
        AppendText(context, value);
        if (context.Identities is not null)
        {
            // The payload can serve a string slot as well; of several places the last wins, as in the 1.x library.
            context.SetPosition(KeyOf(context.Identities, value, PackTarget.String), position + HeaderSize);
            context.SetPosition(key, position);
        }

        return position;
    }

    /// <summary>Packs bytes with their typecode.</summary>
    /// <returns>The position, or <see cref="NullPosition"/> for null.</returns>
    public static long PackBytesValue(PackContext context, byte[]? value)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (value is null)
        {
            return NullPosition;
        }

        IdentityKey key = default;
        if (context.Identities is { } identities)
        {
            key = KeyOf(identities, value, PackTarget.Value);
            if (context.TryGetPosition(key, out long known))
            {
                return known;
            }
        }

        long position = AppendHeader(context, ValueTypeCode.Bytes);
        AppendBytes(context, value);
        if (context.Identities is not null)
        {
            context.SetPosition(KeyOf(context.Identities, value, PackTarget.Bytes), position + HeaderSize);
            context.SetPosition(key, position);
        }

        return position;
    }

    private static IdentityKey KeyOf(IdentityMap identities, string value, PackTarget target) =>
        identities.ShareEqualStrings || IsShort(value) ? IdentityKey.OfText(value, target) : IdentityKey.OfReference(value, target);

    private static IdentityKey KeyOf(IdentityMap identities, byte[] value, PackTarget target) =>
        identities.ShareEqualStrings || value.Length < IdentityMap.ShortLength ? IdentityKey.OfBytes(value, target) : IdentityKey.OfReference(value, target);

    /// <summary>Whether a string has fewer than 16 code points, which is how the 1.x library counts characters.</summary>
    private static bool IsShort(string value)
    {
        if (value.Length < IdentityMap.ShortLength)
        {
            return true;
        }

        // Every code point takes one or two units.
        if (value.Length >= 2 * IdentityMap.ShortLength)
        {
            return false;
        }

        int count = 0;
        foreach (Rune _ in value.EnumerateRunes())
        {
            count++;
        }

        return count < IdentityMap.ShortLength;
    }

    private static long AppendText(PackContext context, ReadOnlySpan<char> value)
    {
        // Counting first costs a pass and saves a copy; it also throws before anything is appended.
        int length = s_strictUtf8.GetByteCount(value);
        if (context.Options.CompressStrings && length >= MinCompressibleLength)
        {
            byte[] rented = ArrayPool<byte>.Shared.Rent(length);
            s_strictUtf8.GetBytes(value, rented);
            long compressed = AppendBytes(context, rented.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(rented);
            return compressed;
        }

        long position = AppendLength(context.Buffer, length, 0);
        s_strictUtf8.GetBytes(value, context.Buffer.AppendSpan(length));
        return position;
    }

    private static long AppendBytes(PackContext context, ReadOnlySpan<byte> value)
    {
        if (context.Options.CompressStrings && value.Length >= MinCompressibleLength && TryAppendCompressed(context, value, out long compressed))
        {
            return compressed;
        }

        long position = AppendLength(context.Buffer, value.Length, 0);
        context.Buffer.AppendBytes(value);
        return position;
    }

    /// <summary>Appends an LZ4 block behind its uncompressed length, if both together save more than a third.</summary>
    private static bool TryAppendCompressed(PackContext context, ReadOnlySpan<byte> value, out long position)
    {
        int limit = value.Length - (value.Length / 3) - 1;
        byte[] rented = ArrayPool<byte>.Shared.Rent(limit);
        bool kept = Lz4Block.TryEncode(value, rented.AsSpan(0, limit - sizeof(uint)), out int written);
        position = 0;
        if (kept)
        {
            position = AppendLength(context.Buffer, written + sizeof(uint), CompressedFlag);
            context.Buffer.Append((uint)value.Length);
            context.Buffer.AppendBytes(rented.AsSpan(0, written));
        }

        ArrayPool<byte>.Shared.Return(rented);
        return kept;
    }

    private static long AppendLength(PackBuffer buffer, int length, int flag)
    {
        if (length < LongForm)
        {
            return buffer.Append((ushort)(length | flag));
        }

        long position = buffer.Append((ushort)(LongForm | flag));
        buffer.Append((long)length);
        return position;
    }
}
