using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;

namespace SharedBuffers.Verification;

/// <summary>
/// An array: its schema, the index that says where its records are, the keys before the records, and the records. <c>docs/format/collections.md</c>.
/// </summary>
internal sealed class ArrayVerifier
{
    /// <summary>Offsets of records count units of 8 bytes.</summary>
    private const int Unit = 8;

    /// <summary>
    /// Values to look at for each byte of the records: what one byte can stand for where records share values, and then a limit for hostile files.
    /// </summary>
    private const long NodesPerByte = 16;
    private const long MinNodes = 1 << 20;

    private readonly VerificationWork _work;
    private readonly FileSection _rows;
    private readonly Schema _schema;
    private readonly BufferView _offsets;
    private readonly int _width;

    private ArrayVerifier(VerificationWork work, FileSection rows, Schema schema, BufferView offsets, in ArrayIndexHeader header)
    {
        _work = work;
        _rows = rows;
        _schema = schema;
        _offsets = offsets;
        _width = header.OffsetWidth;
        Count = header.Count;
        KeyKind = header.KeyKind;
        Area = work.File.GetView(rows);
    }

    /// <summary>Records.</summary>
    public long Count { get; }

    /// <summary>Kind of the keys before the records.</summary>
    public KeyKind KeyKind { get; }

    /// <summary>The records.</summary>
    public BufferView Area { get; }

    /// <summary>Reads schema and array index; null when they are missing or too damaged to look at the records.</summary>
    public static ArrayVerifier? Open(VerificationWork work, FileSection rows)
    {
        ArrayVerifier? array = null;
        work.Findings.Run(rows.ToString(), () =>
        {
            if (!work.File.TryGetSection(SectionKind.Schema, rows.Name, out FileSection? schema) ||
                !work.File.TryGetSection(SectionKind.ArrayIndex, rows.Name, out FileSection? index))
            {
                ThrowHelper.Corrupt("the rows lack their schema or their array index", rows.Offset);
                return;
            }

            BufferView bytes = work.File.GetView(schema);
            if (bytes.Length > int.MaxValue)
            {
                ThrowHelper.Corrupt($"a schema of {bytes.Length} bytes", schema.Offset);
            }

            Schema carried = Schema.Read(bytes.AsSpan(), schema.Offset);
            work.Types.RegisterStored(carried, rows.Offset);
            array = Open(work, rows, carried, index);
        });
        return array;
    }

    /// <summary>Checks the places of all records, then each record.</summary>
    public void Verify()
    {
        VerifyOffsets();
        var values = new ValueVerifier(Area, _schema, Math.Max(MinNodes, Area.Length * NodesPerByte));
        for (long i = 0; i < Count && !_work.Findings.IsFull; i++)
        {
            try
            {
                values.VerifyRecord(GetOffset(i));
                _work.Findings.RecordCount++;
            }
            catch (CorruptBufferException damage)
            {
                _work.Findings.Add($"{_rows}, record {i}", damage);
                if (values.NodeBudget == 0)
                {
                    _work.Findings.MarkIncomplete();
                    break;
                }
            }

            _work.Advance("records", i + 1, Count);
        }

        _work.Findings.ValueCount += values.NodeCount;
    }

    /// <summary>Whether the array index lists a record at an offset. A search: O(log records).</summary>
    public bool HasRecord(long offset)
    {
        long low = 0;
        long high = Count - 1;
        while (low <= high)
        {
            long middle = low + (high - low) / 2;
            long found = GetOffset(middle);
            if (found == offset)
            {
                return true;
            }

            (low, high) = found < offset ? (middle + 1, high) : (low, middle - 1);
        }

        return false;
    }

    /// <summary>The key before a record that the array index has.</summary>
    /// <exception cref="CorruptBufferException">It does not fit before the record.</exception>
    public ReadOnlySpan<byte> GetKey(long offset)
    {
        if (!KeyKind.IsByteString())
        {
            int width = KeyWidth(KeyKind);
            Expect.That(offset >= width, _rows.Offset + offset, $"no room for a key of {width} bytes before the record");
            return Area.GetSpan(offset - width, width);
        }

        Expect.That(offset >= sizeof(uint), _rows.Offset + offset, "no room for the length of a key before the record");
        uint length = Area.Read<uint>(offset - sizeof(uint));
        Expect.That(
            length <= int.MaxValue && length <= offset - sizeof(uint),
            _rows.Offset + offset,
            $"a key of {length} bytes does not fit before its record");
        Expect.That(KeyKind.CanHaveLength(length), _rows.Offset + offset, $"a key of kind {KeyKind} with {length} bytes");
        return Area.GetSpan(offset - sizeof(uint) - length, (int)length);
    }

    private static ArrayVerifier Open(VerificationWork work, FileSection rows, Schema schema, FileSection index)
    {
        BufferView section = work.File.GetView(index);
        Expect.That(section.Length >= ArrayIndexHeader.Size, index.Offset, "the array index is too short for its header");
        var header = section.Read<ArrayIndexHeader>(0);
        Expect.That(header.Version == ArrayIndexHeader.CurrentVersion, index.Offset, $"the array index has version {header.Version}");
        Expect.That(header.OffsetWidth is ArrayIndexHeader.EqualDistances or sizeof(uint) or sizeof(ulong), index.Offset + 2, $"record offsets have {header.OffsetWidth} bytes");
        Expect.That(header.KeyKind == KeyKind.None || header.KeyKind.IsKey(), index.Offset + 3, $"the key kind {header.KeyKind} is unknown");
        VerifyLength(header, section);
        Expect.That(
            index.Count == header.Count && rows.Count >= header.Count,
            index.Offset + 8,
            $"the directory counts {index.Count} of {rows.Count} records, the array index {header.Count}");
        return new ArrayVerifier(work, rows, schema, section.Slice(ArrayIndexHeader.Size), header);
    }

    private static void VerifyLength(in ArrayIndexHeader header, BufferView section)
    {
        if (header.OffsetWidth != ArrayIndexHeader.EqualDistances)
        {
            (long count, long rest) = Math.DivRem(section.Length - ArrayIndexHeader.Size, header.OffsetWidth);
            Expect.That(
                header.Count == count && rest == 0,
                section.Offset + 8,
                $"{header.Count} offsets of {header.OffsetWidth} bytes do not fill the {section.Length} bytes of the section");
            return;
        }

        Expect.That(
            section.Length == ArrayIndexHeader.Size + ArrayIndexHeader.DistancesLength,
            section.Offset,
            $"the array index of records at equal distances has {section.Length} bytes");
        ulong first = section.Read<ulong>(ArrayIndexHeader.Size);
        ulong distance = section.Read<ulong>(ArrayIndexHeader.Size + sizeof(ulong));
        const ulong MaxOffset = long.MaxValue / Unit;
        Expect.That(
            distance > 0 && first <= MaxOffset && header.Count > 1 && (ulong)(header.Count - 1) <= (MaxOffset - first) / distance,
            section.Offset + ArrayIndexHeader.Size,
            $"{header.Count} records cannot start at {first} and lie {distance} apart, in units of {Unit} bytes");
    }

    private static int KeyWidth(KeyKind kind) => kind switch
    {
        KeyKind.None => 0,
        _ => sizeof(ulong),
    };

    private void VerifyOffsets()
    {
        // No record lies at 0: tables use it for "none".
        long previous = 0;
        for (long i = 0; i < Count && !_work.Findings.IsFull; i++)
        {
            long offset = GetOffset(i);
            if (offset <= previous || offset >= Area.Length)
            {
                _work.Findings.Add(
                    $"{SectionKind.ArrayIndex} '{_rows.Name}'",
                    Position(i),
                    $"record {i} lies at {offset}, behind {previous} and before {Area.Length} is where it belongs");
            }
            else if (KeyKind != KeyKind.None)
            {
                VerifyKey(i, offset, previous);
            }

            previous = offset;
        }
    }

    private void VerifyKey(long index, long offset, long previous)
    {
        try
        {
            // The key belongs to its record alone: it cannot start before the record in front ends, or begins.
            ReadOnlySpan<byte> key = GetKey(offset);
            if (offset - key.Length < previous)
            {
                _work.Findings.Add($"{_rows}, record {index}", _rows.Offset + offset, "its key reaches into the record before");
            }

            if (KeyKind == KeyKind.Object)
            {
                ObjectKeyVerifier.Verify(key, _rows.Offset + offset);
            }
        }
        catch (CorruptBufferException damage)
        {
            _work.Findings.Add($"{_rows}, record {index}", damage);
        }
    }

    private long GetOffset(long index) => _width switch
    {
        ArrayIndexHeader.EqualDistances => (_offsets.Read<long>(0) + (index * _offsets.Read<long>(sizeof(ulong)))) * Unit,
        sizeof(uint) => (long)_offsets.Read<uint>(index * sizeof(uint)) * Unit,
        _ => unchecked(_offsets.Read<long>(index * sizeof(ulong)) * Unit),
    };

    private long Position(long index) => _offsets.Offset + (index * _width);
}
