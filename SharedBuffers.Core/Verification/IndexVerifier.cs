using System.Buffers.Binary;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Verification;

/// <summary>
/// An index over an array: its header, its table, and that every entry leads to a record of the array, under the right key.
/// <c>docs/format/collections.md</c>.
/// </summary>
internal sealed class IndexVerifier : TableVerifier.ISlotCheck
{
    /// <summary>Values of a table count units of 8 bytes.</summary>
    private const int Unit = 8;

    private readonly ArrayVerifier _array;
    private readonly KeyKind _keyKind;
    private readonly IndexRole _role;
    private readonly ulong _firstMultiplier;
    private readonly ulong _secondMultiplier;
    private readonly bool _isDirect;

    private IndexVerifier(ArrayVerifier array, in IndexHeader header, TableShape shape)
    {
        _array = array;
        _keyKind = header.KeyKind;
        _role = header.Role;
        _firstMultiplier = XxHash3.Hash64(shape.Header.Seed, 0) | 1;
        _secondMultiplier = XxHash3.Hash64(shape.Header.Seed, 1) | 1;
        _isDirect = shape.IsDirect;
    }

    /// <summary>Checks the section.</summary>
    /// <param name="work">The verification.</param>
    /// <param name="section">A section of kind Index.</param>
    /// <param name="arrays">The arrays of the file by the number of their rows; those too damaged to read are missing.</param>
    /// <exception cref="CorruptBufferException">The first damage found.</exception>
    public static void Verify(VerificationWork work, FileSection section, IReadOnlyDictionary<int, ArrayVerifier> arrays)
    {
        BufferView view = work.File.GetView(section);
        Expect.That(view.Length >= IndexHeader.Size, section.Offset, "the section is too short for its header");
        var header = view.Read<IndexHeader>(0);
        ulong checksum = XxHash3.Hash64(view.GetSpan(0, IndexHeader.ChecksummedLength));
        Expect.That(checksum == header.Checksum, section.Offset, $"the checksum of the header is {checksum:x16}, not {header.Checksum:x16}");
        Expect.That(header.Version == IndexHeader.CurrentVersion, section.Offset, $"the index has version {header.Version}");
        Expect.That(header.KeyKind.IsKey(), section.Offset + 2, $"the key kind {header.KeyKind} is unknown");
        Expect.That(header.Role is IndexRole.Primary or IndexRole.Secondary, section.Offset + 3, $"the role {header.Role} is unknown");
        Expect.That(
            header.RowsSection < work.File.Sections.Count && work.File.Sections[(int)header.RowsSection].Kind == SectionKind.Rows,
            section.Offset + 4,
            $"section {header.RowsSection} does not hold rows");
        if (!arrays.TryGetValue((int)header.RowsSection, out ArrayVerifier? array))
        {
            ThrowHelper.Corrupt("its rows are too damaged to check the index", section.Offset);
            return;
        }

        TableShape shape = TableShape.Open(view.Slice(IndexHeader.Size));
        Expect.That(
            shape.Header.Kind == ExpectedKind(header),
            section.Offset + IndexHeader.Size + 6,
            $"a table of kind {shape.Header.Kind} cannot be the {header.Role} index of {header.KeyKind} keys");
        Expect.That(
            header.Role != IndexRole.Primary || array.KeyKind == header.KeyKind,
            section.Offset + 2,
            $"the records have keys of kind {array.KeyKind}, the index of kind {header.KeyKind}");
        ulong count = TableVerifier.Verify(work, shape, $"index '{section.Name}'", new IndexVerifier(array, header, shape));
        Expect.That((long)count == section.Count, section.Offset, $"the directory counts {section.Count} keys, the table {count}");
        Expect.That(
            header.Role != IndexRole.Primary || (shape.Header.Flags & HashTableHeader.MultiFlag) == 0,
            section.Offset + IndexHeader.Size + 7,
            "a primary index has one record a key");
        Expect.That(header.Role != IndexRole.Primary || (long)count == array.Count, section.Offset, $"{count} keys for {array.Count} records");
    }

    ReadOnlySpan<byte> TableVerifier.ISlotCheck.GetKey(ulong reference, long offset) => _array.GetKey(CheckRecord(reference, offset));

    void TableVerifier.ISlotCheck.CheckKey(ReadOnlySpan<byte> key, long offset)
    {
        Expect.That(_keyKind.CanHaveLength(key.Length), offset, $"a key of kind {_keyKind} with {key.Length} bytes");
        if (_keyKind == KeyKind.Object)
        {
            ObjectKeyVerifier.Verify(key, offset);
        }
    }

    void TableVerifier.ISlotCheck.CheckValue(ulong value, ulong integerKey, long offset)
    {
        long record = CheckRecord(value, offset);
        if (_role != IndexRole.Primary)
        {
            return;
        }

        ulong key = BinaryPrimitives.ReadUInt64LittleEndian(_array.GetKey(record));
        ulong mixed = _isDirect ? key : _array.KeyKind.IsNarrow() ? Mix((uint)key) : Mix(key);
        Expect.That(mixed == integerKey, offset, $"the record at {record} has the key {key}, whose place in the table is another");
    }

    private long CheckRecord(ulong units, long offset)
    {
        Expect.That(
            units <= (ulong)_array.Area.Length / Unit && _array.HasRecord((long)units * Unit),
            offset,
            $"the entry leads to {units} * {Unit}, where no record of the array starts");
        return (long)units * Unit;
    }

    private static HashTableKind ExpectedKind(in IndexHeader header) => header.KeyKind.IsByteString()
        ? header.Role == IndexRole.Primary ? HashTableKind.References : HashTableKind.InlineKeys
        : header.KeyKind.IsNarrow() ? HashTableKind.UInt32Keys : HashTableKind.UInt64Keys;

    // As docs/format/hash-table.md has it: what checks a table shares no code with what makes it.
    private ulong Mix(ulong key)
    {
        ulong hash = key * _firstMultiplier;
        return (hash ^ (hash >> 32)) * _secondMultiplier;
    }

    private uint Mix(uint key)
    {
        uint hash = key * (uint)_firstMultiplier;
        return (hash ^ (hash >> 16)) * (uint)_secondMultiplier;
    }
}
