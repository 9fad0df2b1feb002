using SharedBuffers.Schemas;

namespace SharedBuffers.Tests.Collections;

/// <summary>The record of the tests of containers: a number, an optional one, text and a list.</summary>
[SharedStruct]
public partial class Product
{
    public string Name = "";

    public long Number;

    public double? Price;

    public List<int> Sizes = [];

    /// <summary>A record that tells by its content which one it is.</summary>
    public static Product Numbered(long number) => new()
    {
        Name = $"product {number}",
        Number = number,
        Price = number % 3 == 0 ? null : number / 4.0,
        Sizes = [.. Enumerable.Range(0, (int)(number % 5)).Select(i => (int)number + i)],
    };

    /// <summary>Whether a view shows what <see cref="Numbered"/> made.</summary>
    public static bool IsNumbered(View view, long number)
    {
        Product expected = Numbered(number);
        return view.Number == expected.Number && view.Price == expected.Price && view.Name.ToString() == expected.Name && view.Sizes.SequenceEqual(expected.Sizes);
    }
}
