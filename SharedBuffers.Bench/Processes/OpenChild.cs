using System.Diagnostics;
using System.Text;
using System.Text.Json;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Indexes;

namespace SharedBuffers.Bench.Processes;

/// <summary>
/// Opens a data set and answers one lookup, twice: the first time as a fresh process does it, with everything still to be compiled; the second time as a running one does.
/// </summary>
internal static class OpenChild
{
    public const string Mapper = "mapper";
    public const string Dictionary = "dictionary";
    public const string Json = "json";
    public const string Sqlite = "sqlite";

    public static void Run(string kind, string path, Entries entries)
    {
        byte[] key = new byte[entries.TextLength];
        long wanted = entries.Count / 2;
        KeySpace.WriteText(wanted, key);
        for (int attempt = 0; attempt < 2; attempt++)
        {
            long start = Stopwatch.GetTimestamp();
            ulong value = Open(kind, path, key);
            long end = Stopwatch.GetTimestamp();
            if (value != KeySpace.Value(wanted))
            {
                throw new InvalidOperationException($"{kind} answers {value} instead of {KeySpace.Value(wanted)}.");
            }

            BenchProcess.Say(attempt == 0 ? "first" : "again", (end - start) * (1e9 / Stopwatch.Frequency));
            if (attempt == 0)
            {
                BenchProcess.Say("answered_at", end);
                if (kind is Dictionary or Json)
                {
                    // A second filling says nothing new and takes as long again.
                    break;
                }
            }
        }

        BenchProcess.Say("peak", ProcessMemory.PeakResident() ?? 0);
    }

    /// <summary>The plain file that a <see cref="System.Collections.Generic.Dictionary{TKey,TValue}"/> is filled from: keys of one length and values, nothing to parse.</summary>
    public static void WriteFlat(string path, Entries entries)
    {
        using FileStream file = File.Create(path, 1 << 20);
        byte[] record = new byte[entries.TextLength + sizeof(ulong)];
        for (long i = 0; i < entries.Count; i++)
        {
            KeySpace.WriteText(i, record.AsSpan(0, entries.TextLength));
            BitConverter.TryWriteBytes(record.AsSpan(entries.TextLength), KeySpace.Value(i));
            file.Write(record);
        }
    }

    public static void WriteJson(string path, Entries entries)
    {
        using FileStream file = File.Create(path, 1 << 20);
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        byte[] key = new byte[entries.TextLength];
        for (long i = 0; i < entries.Count; i++)
        {
            KeySpace.WriteText(i, key);
            json.WriteNumber(key, KeySpace.Value(i));
            if (json.BytesPending > 1 << 20)
            {
                json.Flush();
            }
        }

        json.WriteEndObject();
    }

    private static ulong Open(string kind, string path, byte[] key)
    {
        switch (kind)
        {
            case Mapper:
                using (StringIdMapper mapper = StringIdMapper.Open(path))
                {
                    return mapper[key];
                }

            case Dictionary:
                return Fill(path, key.Length)[Encoding.ASCII.GetString(key)];
            case Json:
                using (FileStream file = File.OpenRead(path))
                {
                    return JsonSerializer.Deserialize<Dictionary<string, ulong>>(file)![Encoding.ASCII.GetString(key)];
                }

            case Sqlite:
                using (SqliteStore sqlite = SqliteStore.Open(path))
                {
                    _ = sqlite.TryGet(key, out ulong value);
                    return value;
                }

            default:
                throw new ArgumentException($"Unknown kind '{kind}'.", nameof(kind));
        }
    }

    private static Dictionary<string, ulong> Fill(string path, int keyLength)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        byte[] record = new byte[keyLength + sizeof(ulong)];
        var dictionary = new Dictionary<string, ulong>((int)(file.Length / record.Length));
        while (file.ReadAtLeast(record, record.Length, throwOnEndOfStream: false) == record.Length)
        {
            dictionary.Add(Encoding.ASCII.GetString(record, 0, keyLength), BitConverter.ToUInt64(record, keyLength));
        }

        return dictionary;
    }
}
