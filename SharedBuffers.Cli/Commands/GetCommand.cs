using System.Buffers;
using System.CommandLine;
using System.Globalization;
using SharedBuffers.Cli.Output;
using SharedBuffers.Collections;
using SharedBuffers.Layout;
using SharedBuffers.Values;

namespace SharedBuffers.Cli.Commands;

/// <summary><c>get FILE KEY…</c>: the records of some keys as JSON lines.</summary>
internal static class GetCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string> file = CommonArguments.File();
        var keys = new Argument<string[]>("KEY") { Description = "Keys to look up.", Arity = ArgumentArity.OneOrMore };
        Option<string?> index = CommonArguments.Index();
        var command = new Command("get", "Print the records of keys as JSON objects, one a line. Exit code 1 when a key is missing.") { file, keys, index };
        command.SetAction(parsed => Run(context, parsed.GetRequiredValue(file), parsed.GetRequiredValue(keys), parsed.GetValue(index)));
        return command;
    }

    private static int Run(CommandContext context, string path, string[] keys, string? indexName)
    {
        using var bundle = Bundle.Open(path);
        Lookup lookup = OpenIndex(bundle, indexName);
        using var output = new RecordJsonWriter(context.Terminal.Output);
        int code = ExitCode.Success;
        foreach (string key in keys)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            MappedRecords<ObjectView> records = lookup(key);
            foreach (ObjectView record in records)
            {
                output.Write(record);
            }

            if (records.IsEmpty)
            {
                context.Terminal.Say($"sharedbuffers: no record has the key '{key}'");
                code = ExitCode.KeyMissing;
            }
        }

        return code;
    }

    private static Lookup OpenIndex(Bundle bundle, string? name)
    {
        BundleIndex index = bundle.Indexes.FirstOrDefault(candidate => name is null || candidate.Name == name)
            ?? throw new UsageException(bundle.Indexes.Count == 0 ? "the file has no index to look keys up in" : $"the file has no index '{name}'; it has {string.Join(", ", bundle.Indexes.Select(candidate => candidate.Name))}");
        return index.KeyKind switch
        {
            KeyKind.UInt32 => Parsed<uint>(bundle, index.Name),
            KeyKind.UInt64 => Parsed<ulong>(bundle, index.Name),
            KeyKind.Int32 => Parsed<int>(bundle, index.Name),
            KeyKind.Int64 => Parsed<long>(bundle, index.Name),
            KeyKind.Guid => Parsed<Guid>(bundle, index.Name),
            KeyKind.Bytes => Hexadecimal(bundle, index.Name),
            _ => Text(bundle, index.Name),
        };
    }

    /// <summary>What is no number of the key's type, or no GUID, is no key.</summary>
    private static Lookup Parsed<TKey>(Bundle bundle, string name)
        where TKey : notnull, ISpanParsable<TKey>
    {
        MappedMultiDictionary<TKey, ObjectView> dictionary = bundle.GetMultiDictionary<TKey, ObjectView>(name);
        return text => TKey.TryParse(text, CultureInfo.InvariantCulture, out TKey? key) ? dictionary[key] : default;
    }

    /// <summary>Keys of bytes are given as hexadecimal digits.</summary>
    private static Lookup Hexadecimal(Bundle bundle, string name)
    {
        MappedMultiDictionary<byte[], ObjectView> dictionary = bundle.GetMultiDictionary<byte[], ObjectView>(name);
        return text =>
        {
            byte[] key = new byte[text.Length / 2];
            return Convert.FromHexString(text, key, out _, out _) == OperationStatus.Done ? dictionary[key] : default;
        };
    }

    private static Lookup Text(Bundle bundle, string name)
    {
        MappedMultiDictionary<string, ObjectView> dictionary = bundle.GetMultiDictionary<string, ObjectView>(name);
        return text => dictionary[text];
    }

    /// <summary>The records of a key.</summary>
    private delegate MappedRecords<ObjectView> Lookup(string key);
}
