using SharedBuffers.Bench.Peers;

namespace SharedBuffers.Bench.Micro;

/// <summary>Does a lookup of a 64-bit key in a mapped file cost less than in the dictionaries of .NET?</summary>
public class UInt64LookupBenchmarks : LookupBenchmarks
{
    private protected override Entries Entries => new(Count, 0);
}
