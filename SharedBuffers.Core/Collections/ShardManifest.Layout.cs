using System.Runtime.InteropServices;
using System.Text;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Collections;

/// <remarks>The section as <c>docs/format/collections.md</c> specifies it.</remarks>
public sealed partial class ShardManifest
{
    /// <summary>Longest name that file systems take.</summary>
    private const int MaxNameLength = 255;

    /// <summary>Writes a manifest and puts it in place.</summary>
    internal static void Publish(string path, KeyKind keyKind, IReadOnlyList<ShardInfo> shards)
    {
        byte[][] names = [.. shards.Select(shard => Encoding.UTF8.GetBytes(shard.FileName))];
        int namesOffset = ShardsHeader.Size + (shards.Count * ShardEntry.Size);
        byte[] content = new byte[namesOffset + names.Sum(name => name.Length)];
        Span<ShardEntry> entries = MemoryMarshal.Cast<byte, ShardEntry>(content.AsSpan(ShardsHeader.Size, shards.Count * ShardEntry.Size));
        int position = namesOffset;
        for (int i = 0; i < shards.Count; i++)
        {
            ShardInfo shard = shards[i];
            entries[i] = new ShardEntry
            {
                FirstHash = shard.FirstHash,
                LastHash = shard.LastHash,
                Count = shard.Count,
                FileId = shard.FileId,
                NameOffset = (uint)position,
                NameLength = (uint)names[i].Length,
            };
            names[i].CopyTo(content, position);
            position += names[i].Length;
        }

        MemoryMarshal.Write(content, new ShardsHeader { Version = ShardsHeader.CurrentVersion, KeyKind = keyKind, ShardCount = (uint)shards.Count });
        MemoryMarshal.Write(content.AsSpan(ShardsHeader.ChecksumOffset), XxHash3.Hash64(content));
        using var file = new BufferFileWriter(path);
        file.AddSection(SectionKind.Shards, MappedDictionary.IndexName, content, shards.Count);
        file.Publish();
    }

    private static ShardManifest Read(ulong fileId, BufferView section)
    {
        // Small, and bounded by the bytes that are there.
        byte[] content = section.AsSpan().ToArray();
        var header = section.Read<ShardsHeader>(0);
        MemoryMarshal.Write(content.AsSpan(ShardsHeader.ChecksumOffset), 0UL);
        ulong checksum = XxHash3.Hash64(content);
        if (checksum != header.Checksum)
        {
            ThrowHelper.Corrupt_Checksum("the list of shards", section.Region.Name, header.Checksum, checksum, section.Offset);
        }

        long room = (section.Length - ShardsHeader.Size) / ShardEntry.Size;
        if (header.Version != ShardsHeader.CurrentVersion || !header.KeyKind.IsKey() || header.ShardCount is 0 or > ShardRouting.MaxShards || header.ShardCount > room)
        {
            ThrowHelper.Corrupt(
                $"Version {header.Version}, key kind {header.KeyKind} and {header.ShardCount} shards in {section.Length} bytes are no manifest that this library reads", section.Offset);
        }

        var shards = new ShardInfo[(int)header.ShardCount];
        long most = long.MaxValue;
        for (int i = 0; i < shards.Length; i++)
        {
            shards[i] = ReadShard(section, i, shards.Length, most);
            most -= shards[i].Count;
        }

        return new ShardManifest(fileId, header.KeyKind, shards);
    }

    private static ShardInfo ReadShard(BufferView section, int index, int count, long mostKeys)
    {
        long offset = ShardsHeader.Size + ((long)index * ShardEntry.Size);
        var entry = section.Read<ShardEntry>(offset);
        if (entry.FirstHash != ShardRouting.FirstHash(index, count) || entry.LastHash != ShardRouting.LastHash(index, count) || entry.Count < 0 || entry.Count > mostKeys)
        {
            ThrowHelper.Corrupt($"Shard {index} of {count} has the hashes {entry.FirstHash:x16} to {entry.LastHash:x16} and {entry.Count} keys", section.Offset + offset);
        }

        string name = Encoding.UTF8.GetString(section.Slice(entry.NameOffset, entry.NameLength).AsSpan());
        if (name.Length is 0 or > MaxNameLength || name is "." or ".." || name.AsSpan().ContainsAny("/\\:\0"))
        {
            ThrowHelper.Corrupt($"'{name}' is no name of a file beside the manifest", section.Offset + offset + ShardEntry.NameOffsetOffset);
        }

        return new ShardInfo(name, entry.FileId, entry.FirstHash, entry.LastHash, entry.Count);
    }
}
