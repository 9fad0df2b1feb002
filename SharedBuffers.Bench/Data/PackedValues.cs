using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Values;

namespace SharedBuffers.Bench.Data;

/// <summary>Single values of each kind beside the collections of .NET that they were packed from.</summary>
internal sealed class PackedValues : IDisposable
{
    /// <summary>Length of every text.</summary>
    public const int TextLength = 20;

    private readonly List<MemoryRegion> _regions = [];

    /// <summary>Packs collections with so many elements each.</summary>
    public PackedValues(int count)
    {
        Texts = [.. Enumerable.Range(0, count).Select(i => KeySpace.Text(i, TextLength))];
        Numbers = [.. Enumerable.Range(0, count).Select(i => (int)(KeySpace.Number(i) >> 40))];
        Samples = [.. Enumerable.Range(0, count).Select(i => (double)(KeySpace.Number(i) >> 40))];
        Small = [.. Enumerable.Range(0, 120).Where(i => KeySpace.Number(i) % 3 == 0)];
        Prices = Texts.Select((text, i) => (text, i)).ToDictionary(pair => pair.text, pair => pair.i);
        SharedTexts = Pack(Texts.ToList()).Get<SharedList<SharedString>>();
        SharedNumbers = Pack(Numbers).Get<SharedList<int>>();
        SharedSamples = Pack(NdArray.Create<double>(Samples, count / 100, 100)).AsNdArray();
        SharedSmall = Pack(Small).Get<SharedSet<int>>();
        SharedPrices = Pack(Prices).Get<SharedMap<SharedString, int>>();
    }

    public string[] Texts { get; }

    public int[] Numbers { get; }

    public double[] Samples { get; }

    public HashSet<int> Small { get; }

    public Dictionary<string, int> Prices { get; }

    public SharedList<SharedString> SharedTexts { get; }

    public SharedList<int> SharedNumbers { get; }

    public SharedNdArray SharedSamples { get; }

    public SharedSet<int> SharedSmall { get; }

    public SharedMap<SharedString, int> SharedPrices { get; }

    public void Dispose() => _regions.ForEach(static region => region.Dispose());

    private SharedValue Pack(object value)
    {
        using var context = new PackContext(new IdentityMap());
        long position = ValuePacker.PackAny(context, value);
        MemoryRegion region = MemoryRegion.CopyOf(context.Buffer.ToArray());
        _regions.Add(region);
        return SharedValue.Read(region, position);
    }
}
