namespace SharedBuffers.Bench.Allocations;

/// <summary>One way to read that has a stated number of bytes it may allocate.</summary>
/// <param name="Name">As in <c>expected-allocations.json</c>.</param>
/// <param name="Read">Reads once; what it returns must not change from call to call.</param>
internal sealed record ReadPath(string Name, Func<long> Read)
{
    private const int Calls = 200;

    /// <summary>How often the measurement is repeated while the runtime still compiles: unoptimised code may box what optimised code does not.</summary>
    private const int Attempts = 40;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Bytes that a call allocates on this thread once its code is compiled, not below <paramref name="expected"/>.</summary>
    public long Measure(long expected)
    {
        long perCall = long.MaxValue;
        for (int attempt = 0; attempt < Attempts && perCall > expected; attempt++)
        {
            if (attempt > 1)
            {
                Thread.Sleep(s_pause);
            }

            perCall = MeasureOnce();
        }

        return perCall;
    }

    private long MeasureOnce()
    {
        long answer = Read();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
        {
            if (Read() != answer)
            {
                throw new InvalidOperationException($"{Name}: the answer changed.");
            }
        }

        // Rounded up: one object in two hundred calls is an allocation too.
        return (GC.GetAllocatedBytesForCurrentThread() - before + Calls - 1) / Calls;
    }
}
