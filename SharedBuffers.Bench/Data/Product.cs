using System.Globalization;
using SharedBuffers.Schemas;

namespace SharedBuffers.Bench.Data;

/// <summary>The record that lookups fetch: a few numbers, an optional one, text, a list and a set. Also the class that a dictionary on the heap holds.</summary>
[SharedStruct]
internal partial class Product
{
    private static readonly string[] s_tags = ["sale", "new", "eco", "outlet", "premium", "bulk"];

    public string Name = "";

    public double? Price;

    public int Stock;

    public int Rating;

    public List<int> Sizes = [];

    public HashSet<string> Tags = [];

    /// <summary>The product with an index: the same in every process.</summary>
    public static Product Numbered(long index)
    {
        ulong seed = KeySpace.Number(index);
        return new Product
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"Product {index:D10}"),
            Price = seed % 10 == 0 ? null : (seed % 100_000) / 100.0,
            Stock = (int)(seed >> 40),
            Rating = (int)(seed >> 32 & 0xFF) % 6,
            Sizes = [(int)(seed & 63), (int)(seed >> 6 & 63)],
            Tags = [s_tags[seed % 6]],
        };
    }
}
