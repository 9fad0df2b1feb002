using SharedBuffers.Schemas;

namespace SharedBuffers.Bench.Data;

/// <summary>A record that is one large collection of each kind.</summary>
[SharedStruct]
internal partial class Collection
{
    public HashSet<int> Numbers = [];

    public HashSet<string> Words = [];

    public List<double> Samples = [];

    public List<string> Lines = [];

    /// <summary>A collection with so many elements of each kind.</summary>
    public static Collection Of(int count) => new()
    {
        Numbers = [.. Enumerable.Range(0, count).Select(Member)],
        Words = [.. Enumerable.Range(0, count).Select(i => KeySpace.Text(i, 20))],
        Samples = [.. Enumerable.Range(0, count).Select(i => (double)(KeySpace.Number(i) >> 40))],
        Lines = [.. Enumerable.Range(0, count).Select(i => KeySpace.Text(i, 20 + (i % 20)))],
    };

    /// <summary>Members are even, so that odd numbers are not there.</summary>
    public static int Member(int index) => (int)(KeySpace.Number(index) >> 33) & ~1;
}
