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
            if (lookup(key, out ObjectView record))
            {
                output.Write(record);
            }
            else
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
            KeyKind.UInt32 => Integers<uint>(bundle, index.Name),
            KeyKind.UInt64 => Integers<ulong>(bundle, index.Name),
            KeyKind.Int32 => Integers<int>(bundle, index.Name),
            KeyKind.Int64 => Integers<long>(bundle, index.Name),
            _ => bundle.GetDictionary<string, ObjectView>(index.Name).TryGetValue,
        };
    }

    /// <summary>Text that is no number of the key's type is no key.</summary>
    private static Lookup Integers<TKey>(Bundle bundle, string name)
        where TKey : notnull, ISpanParsable<TKey>
    {
        MappedDictionary<TKey, ObjectView> dictionary = bundle.GetDictionary<TKey, ObjectView>(name);
        return (string text, out ObjectView record) =>
        {
            record = default;
            return TKey.TryParse(text, CultureInfo.InvariantCulture, out TKey? key) && dictionary.TryGetValue(key, out record);
        };
    }

    private delegate bool Lookup(string key, out ObjectView record);
}
