using System.Globalization;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Reporting;
using SharedBuffers.Collections;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>What a field costs: three of five, from class instances and from a mapped array, in the caches and far beyond; and what unset slots add.</summary>
internal sealed class FieldScenario : IScenario
{
    private const string Classes = "class instances in an array";
    private const string LoadedAhead = MapperStore.StoreName + ", loaded ahead";
    private const int Small = 500;

    public string Name => "fields";

    public string Description => "Three fields of records in an array";

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        var section = new Section(Name, Description)
        {
            Method = "A record has five numeric fields, three are read and their bits added up. In the caches the records are visited in order, again and again; beyond them each once, in an order without " +
                     "pattern, which *loaded ahead* is told (`Ahead`). The wide record has 64 integer slots; of the half-empty one every other slot is unset, and the three that are read are there in both.",
        };
        AskSmall(context, section);
        AskLarge(context, section, context.Choose(4_000_000, 16_000_000));
        AskWide(context, section);
        yield return section;
    }

    private static void AskSmall(ScenarioContext context, Section section)
    {
        Reading[] classes = [.. Enumerable.Range(0, Small).Select(i => Reading.Numbered(i))];
        using MappedArray<Reading.View> mapped = Write<Reading, Reading.View>(context.PathOf("readings-small.sbuf"), classes);
        int passes = context.Choose(2_000, 10_000);
        Ask(context, section, "fields-cached", $"{Small} records, in the caches", passes * Small, new Target(Classes, 3.0), [
            new(MapperStore.StoreName, Role.Subject, _ => Repeat(passes, () => Sum(mapped))),
            new(Classes, Role.Peer, _ => Repeat(passes, () => Sum(classes))),
        ]);
    }

    private static void AskLarge(ScenarioContext context, Section section, int count)
    {
        var classes = new Reading[count];
        string path = context.PathOf("readings.sbuf");
        using (MappedArrayBuilder<Reading> builder = MappedArray.CreateBuilder<Reading>(path))
        {
            for (int i = 0; i < count; i++)
            {
                builder.Add(classes[i] = Reading.Numbered(i));
            }

            builder.Publish();
        }

        using MappedArray<Reading.View> mapped = MappedArray.Open<Reading.View>(path);
        LargePages.Load(mapped.Region);
        long[] order = [.. Enumerable.Range(0, count).Select(i => (long)i)];
        new Random(1).Shuffle(order);
        int operations = Math.Min(count, 2_000_000);
        string text = string.Create(CultureInfo.InvariantCulture, $"{count:N0} records, in random order");
        Ask(context, section, "fields-random", text, operations, new Target(Classes, 1.0) { Of = LoadedAhead }, [
            new(MapperStore.StoreName, Role.Subject, round => Sum(mapped, Part(order, round, operations))),
            new(LoadedAhead, Role.Subject, round => SumAhead(mapped, Part(order, round, operations))),
            new(Classes, Role.Peer, round => Sum(classes, Part(order, round, operations))),
        ]);
    }

    private static void AskWide(ScenarioContext context, Section section)
    {
        const string AllSet = "64 slots, all set";
        using MappedArray<WideRecord.View> full = Write<WideRecord, WideRecord.View>(context.PathOf("wide-full.sbuf"), Enumerable.Range(0, Small).Select(i => WideRecord.Numbered(i, isHalfEmpty: false)));
        using MappedArray<WideRecord.View> half = Write<WideRecord, WideRecord.View>(context.PathOf("wide-half.sbuf"), Enumerable.Range(0, Small).Select(i => WideRecord.Numbered(i, isHalfEmpty: true)));
        int passes = context.Choose(2_000, 10_000);
        Ask(context, section, "fields-wide", $"{Small} wide records, in the caches", passes * Small, new Target(AllSet, 2.0), [
            new("64 slots, half of them unset", Role.Subject, _ => Repeat(passes, () => Sum(half))),
            new(AllSet, Role.Peer, _ => Repeat(passes, () => Sum(full))),
        ]);
    }

    private static MappedArray<TView> Write<T, TView>(string path, IEnumerable<T> records)
        where T : Packing.ISharedStruct<T>
        where TView : struct, Values.IObjectView<TView>
    {
        using MappedArrayBuilder<T> builder = MappedArray.CreateBuilder<T>(path);
        builder.AddRange(records);
        builder.Publish();
        return MappedArray.Open<TView>(path);
    }

    private static void Ask(ScenarioContext context, Section section, string id, string text, int operations, Target target, Contender[] contenders)
    {
        Comparison comparison = context.Runner.Compare(new Question(id, $"{section.Title}: {text}", operations) { Targets = [target] }, contenders);
        section.Comparisons.Add(comparison);
        section.Charts.Add(ComparisonChart.Of(comparison));
    }

    private static ReadOnlySpan<long> Part(long[] order, int round, int operations) => order.AsSpan((int)((long)round * operations % (order.Length - operations + 1)), operations);

    private static ulong Repeat(int passes, Func<ulong> pass)
    {
        ulong sum = 0;
        for (int i = 0; i < passes; i++)
        {
            sum += pass();
        }

        return sum;
    }

    private static ulong Sum(MappedArray<Reading.View> records)
    {
        long sum = 0;
        for (long i = 0; i < records.LongCount; i++)
        {
            Reading.View record = records[i];
            sum += record.Time + record.Sensor + BitConverter.DoubleToInt64Bits(record.Value);
        }

        return (ulong)sum;
    }

    private static ulong Sum(Reading[] records)
    {
        long sum = 0;
        for (int i = 0; i < records.Length; i++)
        {
            Reading record = records[i];
            sum += record.Time + record.Sensor + BitConverter.DoubleToInt64Bits(record.Value);
        }

        return (ulong)sum;
    }

    private static ulong Sum(MappedArray<Reading.View> records, ReadOnlySpan<long> order)
    {
        long sum = 0;
        foreach (long index in order)
        {
            Reading.View record = records[index];
            sum += record.Time + record.Sensor + BitConverter.DoubleToInt64Bits(record.Value);
        }

        return (ulong)sum;
    }

    private static ulong SumAhead(MappedArray<Reading.View> records, ReadOnlySpan<long> order)
    {
        long sum = 0;
        foreach (Reading.View record in records.Ahead(order))
        {
            sum += record.Time + record.Sensor + BitConverter.DoubleToInt64Bits(record.Value);
        }

        return (ulong)sum;
    }

    private static ulong Sum(Reading[] records, ReadOnlySpan<long> order)
    {
        long sum = 0;
        foreach (long index in order)
        {
            Reading record = records[index];
            sum += record.Time + record.Sensor + BitConverter.DoubleToInt64Bits(record.Value);
        }

        return (ulong)sum;
    }

    private static ulong Sum(MappedArray<WideRecord.View> records)
    {
        ulong sum = 0;
        for (long i = 0; i < records.LongCount; i++)
        {
            WideRecord.View record = records[i];
            sum += (ulong)(record.S02 + record.S30 + record.S62);
        }

        return sum;
    }
}
