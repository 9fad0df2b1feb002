using System.Globalization;
using System.Runtime.InteropServices;
using SharedBuffers.Collections;
using SharedBuffers.Hashing;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Collections;

/// <summary>What other processes do in <see cref="PublicationTests"/>.</summary>
internal static partial class PublicationScenarios
{
    /// <summary>Records of each version that <see cref="PublicationTests"/> publishes.</summary>
    public const int RecordsOfAVersion = 2000;

    private const int FileSizeLimit = 1;
    private const int FileSizeSignal = 25;
    private const nint IgnoreSignal = 1;

    /// <summary>Arguments: path, last version. Opens the file again and again while another process replaces it, until it sees the last version.</summary>
    public static int Read(string[] arguments)
    {
        long last = long.Parse(arguments[1], CultureInfo.InvariantCulture);
        int versions = 0;
        MappedDictionary<string, Product.View>? previous = null;
        long previousVersion = -1;
        try
        {
            while (previousVersion != last)
            {
                var current = MappedDictionary.Open<string, Product.View>(arguments[0]);
                long version = CheckVersion(current);
                if (version < previousVersion)
                {
                    throw new InvalidOperationException($"Version {version} came after {previousVersion}.");
                }

                // A version that was replaced stays readable as long as it is mapped.
                if (previous is not null && CheckVersion(previous) != previousVersion)
                {
                    throw new InvalidOperationException($"Version {previousVersion} changed while it was mapped.");
                }

                versions += version == previousVersion ? 0 : 1;
                previous?.Dispose();
                previous = current;
                previousVersion = version;
            }
        }
        finally
        {
            previous?.Dispose();
        }

        Console.WriteLine($"{versions} versions");
        return ChildScenarios.Success;
    }

    /// <summary>Arguments: path. Prints the hash of a dictionary that this process builds: with other runtime switches it must be the same.</summary>
    public static int Build(string[] arguments)
    {
        using (MappedDictionaryBuilder<string, Product> builder = MappedDictionary.CreateBuilder<string, Product>(arguments[0]))
        {
            builder.AddRange(Enumerable.Range(0, 5000).Select(i => new KeyValuePair<string, Product>($"key {i} {new string('x', i % 300)}", Product.Numbered(i))));
            builder.Publish();
        }

        using (Bundle bundle = Bundle.Open(arguments[0]))
        {
            bundle.File.VerifyChecksums();
        }

        Console.WriteLine(XxHash64.Hash64(File.ReadAllBytes(arguments[0])).ToString("X16", CultureInfo.InvariantCulture));
        return ChildScenarios.Success;
    }

    /// <summary>Arguments: path, most bytes of a file. Builds more than that and expects an error of the disk.</summary>
    public static int FillDisk(string[] arguments) => FillDisk(arguments[1], () =>
    {
        using MappedDictionaryBuilder<string, Product> builder = MappedDictionary.CreateBuilder<string, Product>(arguments[0]);
        for (int i = 0; i < 200_000; i++)
        {
            builder.Add($"key {i}", Product.Numbered(i));
        }

        builder.Publish();
    });

    /// <summary>Arguments: merge, compact or shards, two dictionary files, output, most bytes of a file. Makes more than that and expects an error of the disk.</summary>
    public static int FillDiskByMerging(string[] arguments) => FillDisk(arguments[4], () =>
    {
        switch (arguments[0])
        {
            case "merge":
                MappedDictionary.Merge(arguments[1..3], arguments[3]);
                break;
            case "compact":
                OverlayDictionary.Compact(arguments[1], [arguments[2]], arguments[3]);
                break;
            default:
                // The first shard fits, the second does not.
                using (ShardedDictionaryBuilder<string, Product> builder = ShardedDictionary.CreateBuilder<string, Product>(arguments[3], 2))
                {
                    var random = new Random(1);
                    for (int i = 0; i < 60_000; i++)
                    {
                        string key = $"key {i}";
                        if (XxHash3.Hash64(System.Text.Encoding.UTF8.GetBytes(key), 0) >> 63 == 1 || random.Next(1000) == 0)
                        {
                            builder.Add(key, Product.Numbered(i));
                        }
                    }

                    builder.Publish();
                }

                break;
        }
    });

    private static int FillDisk(string mostBytes, Action work)
    {
        ulong limit = ulong.Parse(mostBytes, CultureInfo.InvariantCulture);
        if (Signal(FileSizeSignal, IgnoreSignal) == -1 || SetResourceLimit(FileSizeLimit, new ResourceLimit(limit, limit)) != 0)
        {
            throw new InvalidOperationException("The limit could not be set.");
        }

        try
        {
            work();
        }
        catch (Exception exception) when (exception is IOException or ArgumentOutOfRangeException)
        {
            // .NET reports a file that becomes too large as an argument out of range.
            Console.WriteLine(exception.Message);
            return ChildScenarios.Success;
        }

        Console.WriteLine("nothing failed");
        return ChildScenarios.Failure;
    }

    /// <summary>Writes one version: every record says which.</summary>
    public static void WriteVersion(string path, long version)
    {
        using MappedDictionaryBuilder<string, Product> builder = MappedDictionary.CreateBuilder<string, Product>(path);
        for (int i = 0; i < RecordsOfAVersion; i++)
        {
            builder.Add($"key {i}", new Product { Number = version, Sizes = [i] });
        }

        builder.Publish();
    }

    private static long CheckVersion(MappedDictionary<string, Product.View> dictionary)
    {
        long version = dictionary["key 0"].Number;
        for (int i = 0; i < RecordsOfAVersion; i++)
        {
            Product.View view = dictionary[$"key {i}"];
            if (view.Number != version || view.Sizes[0] != i)
            {
                throw new InvalidOperationException($"Version {version} has a record of version {view.Number} under key {i}.");
            }
        }

        return version;
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetResourceLimit(int resource, in ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct ResourceLimit(ulong Soft, ulong Hard);
}
