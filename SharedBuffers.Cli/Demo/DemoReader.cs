using System.Diagnostics;
using System.Globalization;
using System.Text;
using SharedBuffers.Cli.Output;
using SharedBuffers.Collections;

namespace SharedBuffers.Cli.Demo;

/// <summary>
/// The second process of the demo: maps the file, asks it, and asks a <see cref="Dictionary{TKey, TValue}"/> of the same records the same. Both sides add up what they
/// read, and the sums must be equal.
/// </summary>
internal static class DemoReader
{
    private const int Seed = 15;

    public static int Run(string path, StreamWriter text)
    {
        long heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        long started = Stopwatch.GetTimestamp();
        using Bundle bundle = Bundle.Open(path);
        MappedDictionary<uint, UnicodeCharacter.View> mappedByCode = bundle.GetDictionary<uint, UnicodeCharacter.View>(DemoBuilder.ByCodePoint);
        MappedDictionary<string, UnicodeCharacter.View> mappedByName = bundle.GetDictionary<string, UnicodeCharacter.View>(DemoBuilder.ByName);
        UnicodeCharacter.View face = mappedByName["GRINNING FACE"];
        TimeSpan mappedStart = Stopwatch.GetElapsedTime(started);
        long mappedHeap = GC.GetTotalMemory(forceFullCollection: true) - heapBefore;
        TimeSpan again = OpenAgain(path);

        text.WriteLine();
        text.WriteLine($"A second process ({Environment.ProcessId}) maps the file. It parses nothing and copies nothing:");
        Show(text, "by name", face);
        Show(text, "by code point", mappedByCode[0x1E69]);
        text.WriteLine($"    {"no such key",-16}{(mappedByName.ContainsKey("LATIN SMALL LETTER NONSENSE"u8) ? "found" : "not there, and no exception")}");

        MappedArray<UnicodeCharacter.View> array = bundle.GetArray<UnicodeCharacter.View>(DemoBuilder.Array);
        text.WriteLine($"    {"iteration",-16}{Sizes.FormatCount(CountLetters(array))} of {Sizes.FormatCount(array.Count, "record")} are letters");

        heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        started = Stopwatch.GetTimestamp();
        var records = new List<UnicodeCharacter>(array.Count);
        foreach (UnicodeCharacter.View view in array)
        {
            records.Add(view.ToUnicodeCharacter());
        }

        var byCode = records.ToDictionary(record => record.CodePoint);
        var byName = records.ToDictionary(record => record.Name);
        TimeSpan heapStart = Stopwatch.GetElapsedTime(started);
        long heap = GC.GetTotalMemory(forceFullCollection: true) - heapBefore;

        uint[] codes = [.. records.Select(record => record.CodePoint)];
        string[] shuffled = [.. records.Select(record => record.Name)];
        new Random(Seed).Shuffle(codes);
        new Random(Seed).Shuffle(shuffled);

        // The keys of requests are other objects than the keys of a dictionary, and new ones.
        string[] names = [.. shuffled.Select(name => new string(name.AsSpan()))];
        byte[][] utf8Names = [.. names.Select(Encoding.UTF8.GetBytes)];

        text.WriteLine();
        text.WriteLine("The same records in a Dictionary, asked the same in the same process:");
        Row(text, "", "mapped file", "Dictionary");
        Row(text, "open to first answer", Sizes.FormatSeconds(mappedStart), Sizes.FormatSeconds(heapStart));
        Row(text, "  with its code compiled", Sizes.FormatSeconds(again), "");
        Row(text, "memory of this process", Sizes.Format(Math.Max(mappedHeap, 0)), Sizes.Format(heap));
        Row(text, "memory that all share", Sizes.Format(bundle.File.Length), "");

        bool equal = true;
        equal &= Compare(text, "by name, per second", codes.Length, () => SumNames(mappedByName, names), () => SumNames(byName, names));
        equal &= Compare(text, "  UTF-8 keys", codes.Length, () => SumNames(mappedByName, utf8Names), null);
        equal &= Compare(text, "by code point, per second", codes.Length, () => SumCodes(mappedByCode, codes), () => SumCodes(byCode, codes));
        equal &= Compare(text, "records visited, per second", codes.Length, () => SumRecords(array), () => SumRecords(records));
        text.WriteLine();
        text.WriteLine(equal ? "Both sides read the same values." : "The two sides read different values.");
        text.WriteLine("A set as small as this one fits the caches, where a Dictionary is at its best. docs/benchmarks.md has the numbers for millions of keys.");
        return equal ? ExitCode.Success : ExitCode.Internal;
    }

    private static void Show(StreamWriter text, string how, UnicodeCharacter.View found) => text.WriteLine(
        $"    {how,-16}U+{found.CodePoint:X4} {found.Name}: {found.Category}, {found.Block}, since {found.Age}, scripts {string.Join(' ', found.Scripts)}" +
        (found.Decomposition.Count > 0 ? $", decomposes to {string.Join(' ', found.Decomposition.Select(part => $"U+{part:X4}"))}" : ""));

    private static int CountLetters(MappedArray<UnicodeCharacter.View> array)
    {
        int letters = 0;
        foreach (UnicodeCharacter.View view in array)
        {
            letters += view.Category.Equals("Ll"u8) || view.Category.Equals("Lu"u8) || view.Category.Equals("Lt"u8) || view.Category.Equals("Lm"u8) || view.Category.Equals("Lo"u8) ? 1 : 0;
        }

        return letters;
    }

    /// <summary>What opening costs once the code is compiled: what a process pays that loads its next file.</summary>
    private static TimeSpan OpenAgain(string path)
    {
        TimeSpan best = TimeSpan.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            long started = Stopwatch.GetTimestamp();
            using Bundle bundle = Bundle.Open(path);
            _ = bundle.GetDictionary<string, UnicodeCharacter.View>(DemoBuilder.ByName)["GRINNING FACE"].CodePoint;
            TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
            best = elapsed < best ? elapsed : best;
        }

        return best;
    }

    private static bool Compare(StreamWriter text, string title, int count, Func<double> mapped, Func<double>? heap)
    {
        (double mappedRate, double mappedSum) = Measure(mapped, count);
        (double heapRate, double heapSum) = heap is null ? (0, mappedSum) : Measure(heap, count);
        Row(text, title, FormatRate(mappedRate), heap is null ? "" : FormatRate(heapRate));
        return mappedSum.Equals(heapSum);
    }

    /// <summary>Best of several rounds, after enough of them for the compiler to have settled.</summary>
    private static (double Rate, double Sum) Measure(Func<double> round, int count)
    {
        long until = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 2);
        TimeSpan best = TimeSpan.MaxValue;
        double sum = 0;
        while (Stopwatch.GetTimestamp() < until)
        {
            long started = Stopwatch.GetTimestamp();
            sum = round();
            TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
            best = elapsed < best ? elapsed : best;
        }

        return (count / best.TotalSeconds, sum);
    }

    private static double SumNames(MappedDictionary<string, UnicodeCharacter.View> dictionary, string[] names)
    {
        double sum = 0;
        foreach (string name in names)
        {
            sum += dictionary.TryGetValue(name, out UnicodeCharacter.View view) ? view.CodePoint : 0;
        }

        return sum;
    }

    private static double SumNames(MappedDictionary<string, UnicodeCharacter.View> dictionary, byte[][] names)
    {
        double sum = 0;
        foreach (byte[] name in names)
        {
            sum += dictionary.TryGetValue(name.AsSpan(), out UnicodeCharacter.View view) ? view.CodePoint : 0;
        }

        return sum;
    }

    private static double SumNames(Dictionary<string, UnicodeCharacter> dictionary, string[] names)
    {
        double sum = 0;
        foreach (string name in names)
        {
            sum += dictionary.TryGetValue(name, out UnicodeCharacter? record) ? record.CodePoint : 0;
        }

        return sum;
    }

    private static double SumCodes(MappedDictionary<uint, UnicodeCharacter.View> dictionary, uint[] codes)
    {
        double sum = 0;
        foreach (uint code in codes)
        {
            sum += dictionary.TryGetValue(code, out UnicodeCharacter.View view) ? view.NumericValue ?? 1 : 0;
        }

        return sum;
    }

    private static double SumCodes(Dictionary<uint, UnicodeCharacter> dictionary, uint[] codes)
    {
        double sum = 0;
        foreach (uint code in codes)
        {
            sum += dictionary.TryGetValue(code, out UnicodeCharacter? record) ? record.NumericValue ?? 1 : 0;
        }

        return sum;
    }

    private static double SumRecords(MappedArray<UnicodeCharacter.View> array)
    {
        double sum = 0;
        foreach (UnicodeCharacter.View view in array)
        {
            sum += view.CodePoint + (view.NumericValue ?? 0) + view.Decomposition.Count + view.CombiningClass;
        }

        return sum;
    }

    private static double SumRecords(List<UnicodeCharacter> records)
    {
        double sum = 0;
        foreach (UnicodeCharacter record in records)
        {
            sum += record.CodePoint + (record.NumericValue ?? 0) + record.Decomposition.Length + record.CombiningClass;
        }

        return sum;
    }

    private static string FormatRate(double rate) => string.Create(CultureInfo.InvariantCulture, $"{rate / 1e6:0.0} M");

    private static void Row(StreamWriter text, string title, string mapped, string heap) => text.WriteLine($"    {title,-28}{mapped,14}{heap,14}".TrimEnd());
}
