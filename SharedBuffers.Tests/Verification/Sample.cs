using SharedBuffers.Schemas;

namespace SharedBuffers.Tests.Verification;

/// <summary>A record with a slot for every way in which values are stored: in the object, by pointer, nested, compressed, shared.</summary>
[SharedStruct]
public partial class Sample
{
    public string Name = "";

    public long Number;

    public double? Price;

    public bool Flag;

    public byte Small;

    public byte[] Bytes = [];

    public List<int> Sizes = [];

    public List<string> Words = [];

    public HashSet<string> Tags = [];

    public HashSet<int> Digits = [];

    public Detail? Detail;

    /// <summary>A record that tells by its content which one it is.</summary>
    public static Sample Numbered(int number) => new()
    {
        Name = number % 5 == 0 ? new string('n', 20 + number) : $"name {number}",
        Number = number * 1_000_003L,
        Price = number % 3 == 0 ? null : number / 8.0,
        Flag = number % 2 == 0,
        Small = (byte)number,
        Bytes = [.. Enumerable.Range(0, number % 7).Select(i => (byte)i)],
        Sizes = [.. Enumerable.Range(0, number % 5).Select(i => i * number * 1000)],
        Words = [.. Enumerable.Range(0, number % 4).Select(i => $"word {i}")],
        Tags = [.. Enumerable.Range(0, number % 3).Select(i => $"tag {i * number}")],
        Digits = [.. Enumerable.Range(0, number % 6).Select(i => i * (number % 2 == 0 ? 7 : 700))],
        Detail = number % 4 == 0 ? null : new Detail { Code = number, Text = $"detail {number}" },
    };
}
