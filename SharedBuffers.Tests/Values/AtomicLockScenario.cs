using System.Globalization;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Generators;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Values;

/// <summary>
/// One of two processes that change one record by compare and exchange, through a view that was not compiled: numbers by loops, and one more number under a lock that is a bool slot.
/// </summary>
internal static class AtomicLockScenario
{
    public static int Run(string[] arguments)
    {
        using MemoryRegion region = MemoryRegion.OpenFile(arguments[0], access: MapAccess.ReadWrite);
        int rounds = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        ObjectView view = ObjectView.Create(new ObjectReference(region, 0, SchemaBinding.Create(region, Counters.Schema)));
        AtomicNumber<int> small = view.GetAtomicNumber<int>("Small");
        AtomicNumber<float> ratio = view.GetAtomicNumber<float>("Ratio");
        AtomicNumber<long> guarded = view.GetAtomicNumber<long>("Total");
        AtomicBoolean isLocked = view.GetAtomicBoolean("Flag");
        var spin = default(SpinWait);
        for (int i = 0; i < rounds; i++)
        {
            Increment(small);
            Increment(ratio);
            while (!isLocked.TryReplace(false, true))
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }

            // Not atomic as a whole: only the lock makes the sum right, and only if what was written under it is seen by who takes it next.
            guarded.Value = guarded.Value + 1;
            isLocked.Value = false;
        }

        return ChildScenarios.Success;
    }

    private static void Increment<T>(AtomicNumber<T> number)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        T current;
        do
        {
            current = number.Value;
        }
        while (!number.TryReplace(current, current + T.One));
    }
}
