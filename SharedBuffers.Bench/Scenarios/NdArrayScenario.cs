using System.Globalization;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using SharedBuffers.Bench.Peers;
using SharedBuffers.Bench.Reporting;
using SharedBuffers.Collections;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>A matrix inside a record, as embeddings and weights are: passes over it, and one element.</summary>
internal sealed class NdArrayScenario : IScenario
{
    private const int Columns = 256;
    private const string ArrayName = "float[] on the heap";

    public string Name => "ndarray";

    public string Description => "A matrix inside a record";

    public IEnumerable<Section> Run(ScenarioContext context)
    {
        int rows = context.Choose(4_096, 65_536);
        float[] heap = [.. Enumerable.Range(0, rows * Columns).Select(i => (float)(KeySpace.Number(i) >> 48))];
        string path = context.PathOf("ndarray.sbuf");
        using (MappedDictionaryBuilder<uint, object?[]> builder = MappedDictionary.CreateBuilder<uint>(path, new Schema([new Slot("matrix", SlotType.Object)])))
        {
            builder.Add(1, [NdArray.Create<float>(heap, rows, Columns)]);
            builder.Publish();
        }

        using var mapped = MappedDictionary.Open<uint, ObjectView>(path);
        LargePages.Load(mapped.Region);
        SharedNdArray matrix = mapped[1]["matrix"].AsNdArray();
        var section = new Section(Name, string.Create(CultureInfo.InvariantCulture, $"{Description}, {rows:N0} rows of {Columns} floats"))
        {
            Method = "The matrix lies in the file as it lies in memory. A pass sums all elements; *row by row* takes a view of each row first; *elements* asks for them one by one, anywhere in the matrix.",
        };
        Ask(context, section, "ndarray-span", "sum through one span, an element", heap.Length, _ => Sum(matrix.AsSpan<float>()), _ => Sum(heap));
        Ask(context, section, "ndarray-rows", "sum row by row, an element", heap.Length, _ => SumRows(matrix), _ => SumRows(heap));
        int operations = context.Choose(100_000, 1_000_000);
        (int Row, int Column)[] places = [.. Enumerable.Range(0, operations).Select(i => ((int)(KeySpace.Number(i) % (uint)rows), (int)(KeySpace.Number(~i) % Columns)))];
        Ask(context, section, "ndarray-elements", "elements by their indexes", operations, _ => SumElements(matrix, places), _ => SumElements(heap, places));
        yield return section;
    }

    private static void Ask(ScenarioContext context, Section section, string id, string text, long operations, Func<int, ulong> subject, Func<int, ulong> peer)
    {
        Comparison comparison = context.Runner.Compare(
            new Question(id, $"{section.Title}: {text}", operations), [new(MapperStore.StoreName, Role.Subject, subject), new(ArrayName, Role.Peer, peer)]);
        section.Comparisons.Add(comparison);
        section.Charts.Add(ComparisonChart.Of(comparison));
    }

    private static ulong Sum(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        return (ulong)sum;
    }

    private static ulong SumRows(SharedNdArray matrix)
    {
        ulong sum = 0;
        for (long row = 0; row < matrix.GetLength(0); row++)
        {
            sum += Sum(matrix[row].AsSpan<float>());
        }

        return sum;
    }

    private static ulong SumRows(float[] matrix)
    {
        ulong sum = 0;
        for (int start = 0; start < matrix.Length; start += Columns)
        {
            sum += Sum(matrix.AsSpan(start, Columns));
        }

        return sum;
    }

    private static ulong SumElements(SharedNdArray matrix, (int Row, int Column)[] places)
    {
        double sum = 0;
        foreach ((int row, int column) in places)
        {
            sum += matrix.Get<float>(row, column);
        }

        return (ulong)sum;
    }

    private static ulong SumElements(float[] matrix, (int Row, int Column)[] places)
    {
        double sum = 0;
        foreach ((int row, int column) in places)
        {
            sum += matrix[(row * Columns) + column];
        }

        return (ulong)sum;
    }
}
