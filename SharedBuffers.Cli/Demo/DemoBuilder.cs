using System.Diagnostics;
using SharedBuffers.Cli.Output;
using SharedBuffers.Collections;

namespace SharedBuffers.Cli.Demo;

/// <summary>The first process of the demo: records once, two indexes over them, one file.</summary>
internal static class DemoBuilder
{
    public const string Array = "characters";
    public const string ByCodePoint = "by-code-point";
    public const string ByName = "by-name";

    public static int Run(string? output, StreamWriter text)
    {
        string path = output ?? Path.Combine(Path.GetTempPath(), $"sharedbuffers-demo-{Environment.ProcessId}.sbuf");
        try
        {
            long started = Stopwatch.GetTimestamp();
            IReadOnlyList<UnicodeCharacter> characters = UnicodeDatabase.Load();
            text.WriteLine($"Unicode {UnicodeDatabase.Version}: {Sizes.FormatCount(characters.Count)} records parsed in {Sizes.FormatSeconds(Stopwatch.GetElapsedTime(started))}");

            started = Stopwatch.GetTimestamp();
            Build(path, characters);
            text.WriteLine($"One file with two indexes over the same records: {Sizes.Format(new FileInfo(path).Length)}, built in {Sizes.FormatSeconds(Stopwatch.GetElapsedTime(started))}");
            text.WriteLine($"    {path}");
            text.Flush();
            int code = ReadInSecondProcess(path);
            text.WriteLine();
            text.WriteLine(output is null
                ? "Keep the file with 'demo --output FILE' and ask it with 'sharedbuffers get FILE --index by-name \"GRINNING FACE\"'."
                : $"Ask the file: sharedbuffers get {path} --index {ByName} \"GRINNING FACE\"");
            return code;
        }
        finally
        {
            if (output is null)
            {
                File.Delete(path);
            }
        }
    }

    public static void Build(string path, IReadOnlyList<UnicodeCharacter> characters)
    {
        using var bundle = new BundleBuilder(path);
        KeyedArrayBuilder<uint, UnicodeCharacter> records = bundle.AddKeyedArray<uint, UnicodeCharacter>(Array, ByCodePoint);
        IndexBuilder<string> names = bundle.AddIndex<string>(ByName, records);
        foreach (UnicodeCharacter character in characters)
        {
            names.Add(character.Name, records.Add(character.CodePoint, character));
        }

        bundle.Publish();
    }

    private static int ReadInSecondProcess(string path)
    {
        string host = Environment.ProcessPath ?? throw new InvalidOperationException("The operating system does not say which program this is.");
        string[] arguments = ["demo", "--read", path];

        // Started as 'dotnet sharedbuffers.dll', the program is the first argument of its host.
        bool isHosted = Path.GetFileNameWithoutExtension(host) == "dotnet";
        using Process process = Process.Start(host, isHosted ? [Environment.GetCommandLineArgs()[0], .. arguments] : arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
