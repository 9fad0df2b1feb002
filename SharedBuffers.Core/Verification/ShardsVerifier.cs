using SharedBuffers.Files;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Verification;

/// <summary>The list of the shards of a dictionary: that it cuts the hashes without gaps, and names files. The files are verified by themselves. <c>docs/format/collections.md</c>.</summary>
internal static class ShardsVerifier
{
    /// <summary>Checks the section.</summary>
    /// <exception cref="Diagnostics.CorruptBufferException">The first damage found.</exception>
    public static void Verify(VerificationWork work, FileSection section)
    {
        BufferView view = work.File.GetView(section);
        Expect.That(view.Length is >= ShardsHeader.Size and <= int.MaxValue, section.Offset, $"a list of shards of {view.Length} bytes");
        var header = view.Read<ShardsHeader>(0);
        Expect.That(header.Version == ShardsHeader.CurrentVersion, section.Offset, $"the list of shards has version {header.Version}");
        Expect.That(header.KeyKind.IsKey(), section.Offset + 2, $"the key kind {header.KeyKind} is unknown");
        Expect.That(
            header.ShardCount > 0 && header.ShardCount <= (view.Length - ShardsHeader.Size) / ShardEntry.Size && header.ShardCount == section.Count,
            section.Offset + 4,
            $"{header.ShardCount} shards in {view.Length} bytes, the directory counts {section.Count}");
        byte[] content = view.AsSpan().ToArray();
        content.AsSpan(ShardsHeader.ChecksumOffset, sizeof(ulong)).Clear();
        ulong checksum = XxHash3.Hash64(content);
        Expect.That(checksum == header.Checksum, section.Offset + ShardsHeader.ChecksumOffset, $"the checksum of the list is {checksum:x16}, not {header.Checksum:x16}");
        VerifyEntries(work, section, view, (int)header.ShardCount);
    }

    private static void VerifyEntries(VerificationWork work, FileSection section, BufferView view, int count)
    {
        ulong next = 0;
        long names = ShardsHeader.Size + ((long)count * ShardEntry.Size);
        for (int i = 0; i < count; i++)
        {
            long offset = ShardsHeader.Size + ((long)i * ShardEntry.Size);
            var entry = view.Read<ShardEntry>(offset);
            ulong last = i == count - 1 ? ulong.MaxValue : LastHash(i, count);
            Expect.That(
                entry.FirstHash == next && entry.LastHash == last,
                section.Offset + offset,
                $"shard {i} has the hashes {entry.FirstHash:x16} to {entry.LastHash:x16}, it should have {next:x16} to {last:x16}");
            Expect.That(entry.Count >= 0, section.Offset + offset, $"shard {i} has {entry.Count} keys");
            Expect.That(entry.NameOffset == names, section.Offset + offset + ShardEntry.NameOffsetOffset, $"the name of shard {i} is at {entry.NameOffset}, not at {names}");
            Expect.That(entry.NameLength > 0 && entry.NameLength <= view.Length - names, section.Offset + offset, $"the name of shard {i} has {entry.NameLength} bytes");
            names += entry.NameLength;
            next = unchecked(last + 1);
        }

        Expect.That(names == view.Length, section.Offset, $"the names end at {names} of {view.Length} bytes");
        work.Report("shards", count, count);
    }

    /// <summary>The greatest hash h for which floor(h · count / 2^64) is a shard: one less than the next multiple of 2^64 divided by the count, rounded up.</summary>
    private static ulong LastHash(int shard, int count)
    {
        UInt128 next = ((UInt128)(uint)(shard + 1) << 64) / (uint)count;
        return (ulong)((next * (uint)count >> 64) > (uint)shard ? next - 1 : next);
    }
}
