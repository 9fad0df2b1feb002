using SharedBuffers.Files;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Verification;

/// <summary>The keys that an overlay removes: a header and a hash table whose values say nothing. <c>docs/format/collections.md</c>.</summary>
internal sealed class RemovedKeysVerifier : TableVerifier.ISlotCheck
{
    private readonly KeyKind _keyKind;

    private RemovedKeysVerifier(KeyKind keyKind) => _keyKind = keyKind;

    /// <summary>Checks the section.</summary>
    /// <exception cref="Diagnostics.CorruptBufferException">The first damage found.</exception>
    public static void Verify(VerificationWork work, FileSection section)
    {
        BufferView view = work.File.GetView(section);
        Expect.That(view.Length >= RemovedKeysHeader.Size, section.Offset, "the section is too short for its header");
        var header = view.Read<RemovedKeysHeader>(0);
        ulong checksum = XxHash3.Hash64(view.GetSpan(0, RemovedKeysHeader.ChecksummedLength));
        Expect.That(checksum == header.Checksum, section.Offset, $"the checksum of the header is {checksum:x16}, not {header.Checksum:x16}");
        Expect.That(header.Version == RemovedKeysHeader.CurrentVersion, section.Offset, $"removed keys of version {header.Version}");
        Expect.That(header.KeyKind.IsKey(), section.Offset + 2, $"the key kind {header.KeyKind} is unknown");
        TableShape shape = TableShape.Open(view.Slice(RemovedKeysHeader.Size));
        HashTableKind kind = header.KeyKind.IsByteString() ? HashTableKind.InlineKeys : header.KeyKind.IsNarrow() ? HashTableKind.UInt32Keys : HashTableKind.UInt64Keys;
        Expect.That(shape.Header.Kind == kind, section.Offset + RemovedKeysHeader.Size + 6, $"a table of kind {shape.Header.Kind} cannot hold keys of kind {header.KeyKind}");
        ulong count = TableVerifier.Verify(work, shape, $"removed keys '{section.Name}'", new RemovedKeysVerifier(header.KeyKind));
        Expect.That((long)count == section.Count, section.Offset, $"the directory counts {section.Count} keys, the table {count}");
    }

    // The kinds of tables expected here hold their keys: nobody asks for one.
    ReadOnlySpan<byte> TableVerifier.ISlotCheck.GetKey(ulong reference, long offset) => [];

    void TableVerifier.ISlotCheck.CheckKey(ReadOnlySpan<byte> key, long offset)
    {
        Expect.That(_keyKind.CanHaveLength(key.Length), offset, $"a key of kind {_keyKind} with {key.Length} bytes");
        if (_keyKind == KeyKind.Object)
        {
            ObjectKeyVerifier.Verify(key, offset);
        }
    }

    void TableVerifier.ISlotCheck.CheckValue(ulong value, ulong integerKey, long offset) => Expect.That(value == 0, offset, $"a removed key has the value {value}, not 0");
}
