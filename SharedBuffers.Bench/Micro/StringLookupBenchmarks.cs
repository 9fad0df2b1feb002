using SharedBuffers.Bench.Peers;

namespace SharedBuffers.Bench.Micro;

/// <summary>Does a lookup of a 20-byte string key in a mapped file cost less than in the dictionaries of .NET?</summary>
public class StringLookupBenchmarks : LookupBenchmarks
{
    private protected override Entries Entries => new(Count, 20);
}
