using System.Globalization;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Generators;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Values;

/// <summary>One of several processes that add to the counters of one file.</summary>
internal static class AtomicScenario
{
    /// <summary>Every how many adds the slower ones, of one byte and of floating point, get one too.</summary>
    public const int SmallShare = 10;

    public static int Run(string[] arguments)
    {
        using MemoryRegion region = MemoryRegion.OpenFile(arguments[0], access: MapAccess.ReadWrite);
        long adds = long.Parse(arguments[1], CultureInfo.InvariantCulture);
        Counters.View view = Counters.View.Create(new ObjectReference(region, 0, SchemaBinding.Create(region, Counters.Schema)));
        AtomicNumber<long> total = view.AtomicTotal;
        AtomicNumber<double> sum = view.AtomicSum;
        AtomicNumber<byte> tiny = view.AtomicTiny;
        for (long i = 0; i < adds; i++)
        {
            total.Add(1);
            if (i % SmallShare == 0)
            {
                sum.Add(0.5);
                tiny.Add(1);
            }
        }

        return ChildScenarios.Success;
    }
}
