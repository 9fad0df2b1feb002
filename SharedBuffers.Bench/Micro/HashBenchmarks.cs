using BenchmarkDotNet.Attributes;
using SharedBuffers.Bench.Data;
using SharedBuffers.Hashing;

namespace SharedBuffers.Bench.Micro;

/// <summary>What does hashing a key cost by its length, beside the hash that a dictionary of strings computes?</summary>
public class HashBenchmarks
{
    private byte[] _utf8 = [];
    private string _text = "";

    /// <summary>Bytes of the key: each is another branch of XXH3.</summary>
    [Params(8, 20, 59, 200, 1000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _utf8 = new byte[Length];
        for (int i = 0; i < Length; i++)
        {
            _utf8[i] = (byte)('a' + (KeySpace.Number(i) % 26));
        }

        _text = System.Text.Encoding.ASCII.GetString(_utf8);
        if (XxHash3.Hash64(_utf8) != XxHash3.Hash64(System.Text.Encoding.UTF8.GetBytes(_text)))
        {
            throw new InvalidOperationException("The text and the bytes are not the same key.");
        }
    }

    [Benchmark(Baseline = true)]
    public int StringHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    [Benchmark]
    public ulong XxHash3OfUtf8() => XxHash3.Hash64(_utf8);

    [Benchmark]
    public ulong XxHash64OfUtf8() => XxHash64.Hash64(_utf8);
}
