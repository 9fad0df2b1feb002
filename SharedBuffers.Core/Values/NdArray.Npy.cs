using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Values;

/// <summary>The <c>.npy</c> format, versions 1 to 3, as NumPy's NEP 1 specifies it.</summary>
public sealed partial class NdArray
{
    private const int PreambleSize = 10;
    private const int HeaderAlignment = 64;
    private const int MaxHeaderSize = 1 << 20;

    private static ReadOnlySpan<byte> NpyMagic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Writes the array as a <c>.npy</c> file: version 1, or 3 when a field name is not ASCII.</summary>
    public void WriteNpy(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        destination.Write(NpyHeader(Type, Shape));
        destination.Write(Data.Span);
    }

    /// <summary>Reads a <c>.npy</c> file. Arrays in Fortran order come out in C order.</summary>
    /// <exception cref="CorruptBufferException">The file is damaged or holds what is no plain bytes, such as objects.</exception>
    /// <exception cref="EndOfStreamException">The file is shorter than its head says.</exception>
    public static NdArray ReadNpy(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        byte[] preamble = new byte[PreambleSize];
        source.ReadExactly(preamble);
        if (!preamble.AsSpan().StartsWith(NpyMagic) || preamble[6] is < 1 or > 3)
        {
            ThrowHelper.Corrupt("Not a .npy file of version 1, 2 or 3", 0);
        }

        long length = BinaryPrimitives.ReadUInt16LittleEndian(preamble.AsSpan(8));
        if (preamble[6] > 1)
        {
            byte[] more = new byte[2];
            source.ReadExactly(more);
            length |= (long)BinaryPrimitives.ReadUInt16LittleEndian(more) << 16;
        }

        if (length > MaxHeaderSize)
        {
            ThrowHelper.Corrupt($"The head of a .npy file claims {length} bytes", 8);
        }

        byte[] header = new byte[length];
        source.ReadExactly(header);
        string text = preamble[6] == 3 ? Encoding.UTF8.GetString(header) : Encoding.Latin1.GetString(header);
        (NdTypeDescription type, bool isFortran, long[] shape) = NpyHeaderReader.Read(text);
        Int128 size = type.ItemSize;
        foreach (long count in shape)
        {
            size = Int128.Min(size * count, long.MaxValue);
        }

        byte[] data = ReadData(source, size);
        return isFortran && shape.Length > 1 ? FromFortran(type, shape, data) : new NdArray(type, shape, data);
    }

    /// <summary>The head of a <c>.npy</c> file.</summary>
    internal static byte[] NpyHeader(NdTypeDescription type, ReadOnlySpan<long> shape)
    {
        var text = new StringBuilder("{'descr': ").Append(type.ToLiteral()).Append(", 'fortran_order': False, 'shape': (");
        foreach (long length in shape)
        {
            text.Append(CultureInfo.InvariantCulture, $"{length}, ");
        }

        // Python writes (3,) for one dimension and (3, 4) for more.
        if (shape.Length > 1)
        {
            text.Length -= 2;
        }
        else if (shape.Length == 1)
        {
            text.Length--;
        }

        string header = text.Append("), }").ToString();
        bool isAscii = Ascii.IsValid(header);
        byte[] bytes = Encoding.UTF8.GetBytes(header);
        bool isLong = !isAscii || bytes.Length + PreambleSize + HeaderAlignment > ushort.MaxValue;
        int preamble = isLong ? PreambleSize + 2 : PreambleSize;
        int total = (preamble + bytes.Length + 1 + HeaderAlignment - 1) / HeaderAlignment * HeaderAlignment;
        byte[] result = new byte[total];
        NpyMagic.CopyTo(result);
        result[6] = (byte)(!isLong ? 1 : isAscii ? 2 : 3);
        if (isLong)
        {
            BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(8), total - preamble);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(result.AsSpan(8), (ushort)(total - preamble));
        }

        bytes.CopyTo(result, preamble);
        result.AsSpan(preamble + bytes.Length, total - preamble - bytes.Length - 1).Fill((byte)' ');
        result[^1] = (byte)'\n';
        return result;
    }

    /// <summary>Reads what is there: the size is believed only as far as bytes come.</summary>
    private static byte[] ReadData(Stream source, Int128 size)
    {
        const int Chunk = 1 << 20;
        if (size > Array.MaxLength)
        {
            ThrowHelper.Corrupt($"The array of a .npy file claims {size} bytes");
        }

        using var data = new MemoryStream();
        byte[] buffer = new byte[(int)Int128.Min(size, Chunk)];
        while (data.Length < size)
        {
            int read = source.Read(buffer, 0, (int)Int128.Min(size - data.Length, Chunk));
            if (read == 0)
            {
                throw new EndOfStreamException($"The .npy file ends after {data.Length} of {size} bytes of data.");
            }

            data.Write(buffer, 0, read);
        }

        return data.ToArray();
    }

    /// <summary>Reorders elements: in Fortran order the first dimension varies fastest.</summary>
    private static NdArray FromFortran(NdTypeDescription type, long[] shape, byte[] data)
    {
        int size = type.ItemSize;
        byte[] result = new byte[data.Length];
        var position = new long[shape.Length];
        for (int target = 0; target < result.Length; target += size)
        {
            long source = 0;
            for (int i = shape.Length - 1; i >= 0; i--)
            {
                source = (source * shape[i]) + position[i];
            }

            data.AsSpan((int)source * size, size).CopyTo(result.AsSpan(target));
            for (int i = shape.Length - 1; i >= 0 && ++position[i] == shape[i]; i--)
            {
                position[i] = 0;
            }
        }

        return new NdArray(type, shape, result);
    }
}
