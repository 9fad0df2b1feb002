using System.Runtime.InteropServices;
using SharedBuffers.Files;
using SharedBuffers.Hashing;
using SharedBuffers.Indexes;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>Collects the keys that an overlay takes away, and writes their section.</summary>
internal sealed class RemovedKeysWriter : IDisposable
{
    private readonly KeyKind _keyKind;
    private readonly ulong _baseFileId;
    private readonly InlineKeyTableBuilder? _bytes;
    private readonly IntegerTableBuilder? _integers;

    public RemovedKeysWriter(KeyKind keyKind, ulong baseFileId, BundleBuilder bundle)
    {
        _keyKind = keyKind;
        _baseFileId = baseFileId;

        // Removing a key twice is removing it.
        var options = new IndexBuildOptions
        {
            Duplicates = DuplicatePolicy.KeepFirst,
            MemoryBudget = bundle.Options.MemoryBudget / 2,
            TempDirectory = bundle.TempDirectory,
            CancellationToken = bundle.Options.CancellationToken,
        };
        if (keyKind.IsByteString())
        {
            _bytes = new InlineKeyTableBuilder(options);
        }
        else
        {
            _integers = new IntegerTableBuilder(options, keyKind.IsNarrow());
        }
    }

    /// <summary>Removals so far; once written, distinct keys.</summary>
    public long Count => _bytes?.Count ?? _integers!.Count;

    public void Add(ReadOnlySpan<byte> key) => _bytes!.Add(key, 0);

    public void Add(ulong bits) => _integers!.Add(bits, 0);

    public void Write(BufferFileWriter file)
    {
        using SectionStream section = file.BeginSection(SectionKind.RemovedKeys, MappedDictionary.IndexName);
        var header = new RemovedKeysHeader { Version = RemovedKeysHeader.CurrentVersion, KeyKind = _keyKind, BaseFileId = _baseFileId };
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<RemovedKeysHeader>(in header));
        header.Checksum = XxHash3.Hash64(bytes[..RemovedKeysHeader.ChecksummedLength]);
        section.Write(bytes);
        if (_bytes is not null)
        {
            _bytes.Build(section);
        }
        else
        {
            _integers!.Build(section);
        }

        section.Count = Count;
    }

    public void Dispose()
    {
        _bytes?.Dispose();
        _integers?.Dispose();
    }
}
