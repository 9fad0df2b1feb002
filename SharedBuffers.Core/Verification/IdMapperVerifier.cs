using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Layout;

namespace SharedBuffers.Verification;

/// <summary>An id mapper: a hash table whose values are the application's own numbers, so there is nothing to follow. <c>docs/format/hash-table.md</c>.</summary>
internal sealed class IdMapperVerifier : TableVerifier.ISlotCheck
{
    private readonly bool _hasObjectKeys;

    private IdMapperVerifier(HashTableKind kind) => _hasObjectKeys = kind == HashTableKind.ObjectKeys;

    /// <summary>Checks the section.</summary>
    /// <exception cref="CorruptBufferException">The first damage found.</exception>
    public static void Verify(VerificationWork work, FileSection section)
    {
        TableShape shape = TableShape.Open(work.File.GetView(section));
        Expect.That(shape.Header.Kind != HashTableKind.References, section.Offset + 6, "a table of references has nothing to refer to");
        ulong count = TableVerifier.Verify(work, shape, $"id mapper '{section.Name}'", new IdMapperVerifier(shape.Header.Kind));
        Expect.That((long)count == section.Count, section.Offset, $"the directory counts {section.Count} keys, the table {count}");
    }

    // Open refused tables of references: nobody asks for their keys.
    ReadOnlySpan<byte> TableVerifier.ISlotCheck.GetKey(ulong reference, long offset) => [];

    void TableVerifier.ISlotCheck.CheckKey(ReadOnlySpan<byte> key, long offset)
    {
        if (_hasObjectKeys)
        {
            ObjectKeyVerifier.Verify(key, offset);
        }
    }

    void TableVerifier.ISlotCheck.CheckValue(ulong value, ulong integerKey, long offset)
    {
    }
}
