using System.Text.Json;
using SharedBuffers.Collections;
using SharedBuffers.Files;
using SharedBuffers.Schemas;

namespace SharedBuffers.Cli.Output;

/// <summary>The description of a file as one JSON object, for scripts; <c>docs/cli.md</c> lists its properties.</summary>
internal static class FileDescriptionJson
{
    public static void Write(FileDescription file, Stream output)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteNumber("length", file.Length);
            json.WriteNumber("formatVersion", file.FormatVersion);
            json.WriteString("fileId", $"{file.FileId:x16}");
            WriteSections(json, file.Sections);
            WriteSchemas(json, file.Schemas);
            WriteIndexes(json, file.Indexes);
            WriteApproximateMappers(json, file.ApproximateMappers);
            if (file.Shards is { } shards)
            {
                WriteShards(json, shards);
            }

            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WriteSections(Utf8JsonWriter json, IReadOnlyList<FileSection> sections)
    {
        json.WriteStartArray("sections");
        foreach (FileSection section in sections)
        {
            json.WriteStartObject();
            json.WriteString("kind", section.Kind.ToString());
            json.WriteString("name", section.Name);
            json.WriteNumber("offset", section.Offset);
            json.WriteNumber("length", section.Length);
            json.WriteNumber("count", section.Count);
            json.WriteString("checksum", $"{section.Checksum:x16}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteShards(Utf8JsonWriter json, ShardFiles shards)
    {
        json.WriteString("keyKind", shards.Manifest.KeyKind.ToString());
        json.WriteNumber("count", shards.Manifest.Count);
        json.WriteStartArray("shards");
        foreach (ShardInfo shard in shards.Manifest.Shards)
        {
            json.WriteStartObject();
            json.WriteString("file", shard.FileName);
            json.WriteString("fileId", $"{shard.FileId:x16}");
            json.WriteString("firstHash", $"{shard.FirstHash:x16}");
            json.WriteString("lastHash", $"{shard.LastHash:x16}");
            json.WriteNumber("count", shard.Count);
            if (shards.LengthOf(shard) is { } length)
            {
                json.WriteNumber("length", length);
            }
            else
            {
                json.WriteNull("length");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSchemas(Utf8JsonWriter json, IReadOnlyList<(string Array, Schema Schema)> schemas)
    {
        json.WriteStartArray("schemas");
        foreach ((string array, Schema schema) in schemas)
        {
            json.WriteStartObject();
            json.WriteString("array", array);
            json.WriteString("name", schema.Name);
            json.WriteStartArray("slots");
            foreach (Slot slot in schema.Declared)
            {
                json.WriteStartObject();
                json.WriteString("name", slot.Name);
                json.WriteString("type", slot.Type.ToString());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteIndexes(Utf8JsonWriter json, IReadOnlyList<BundleIndex> indexes)
    {
        json.WriteStartArray("indexes");
        foreach (BundleIndex index in indexes)
        {
            json.WriteStartObject();
            json.WriteString("name", index.Name);
            json.WriteString("array", index.Array.Name);
            json.WriteString("keyKind", index.KeyKind.ToString());
            json.WriteNumber("count", index.Count);
            json.WriteNumber("pairCount", index.PairCount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteApproximateMappers(Utf8JsonWriter json, IReadOnlyList<ApproximateMapper> mappers)
    {
        json.WriteStartArray("approximateMappers");
        foreach (ApproximateMapper mapper in mappers)
        {
            json.WriteStartObject();
            json.WriteString("name", mapper.Name);
            json.WriteNumber("fingerprintBits", mapper.FingerprintBits);
            json.WriteNumber("falsePositiveRate", mapper.FalsePositiveRate);
            json.WriteNumber("valueCount", mapper.ValueCount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
