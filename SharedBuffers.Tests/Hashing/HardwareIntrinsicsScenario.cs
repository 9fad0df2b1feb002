using System.Runtime.Intrinsics;
using SharedBuffers.Hashing;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Hashing;

/// <summary>All reference vectors in a process whose vector instructions were switched off from outside.</summary>
internal static class HardwareIntrinsicsScenario
{
    public static int Run(string[] arguments)
    {
        bool vectors128 = bool.Parse(arguments[0]);
        bool vectors256 = bool.Parse(arguments[1]);
        if (Vector128Kernel.IsSupported != vectors128 || Vector256Kernel.IsSupported != vectors256)
        {
            Console.WriteLine($"128-bit kernel: {Vector128Kernel.IsSupported}, 256-bit kernel: {Vector256Kernel.IsSupported}, Vector128 accelerated: {Vector128.IsHardwareAccelerated}");
            return ChildScenarios.Failure;
        }

        int checkedVectors = 0;
        foreach (XxHashVector vector in XxHashVector.ReadAll())
        {
            var accumulator = new XxHash3Accumulator(vector.Seed);
            accumulator.Append(vector.Input);
            if (XxHash3.Hash64(vector.Input) != vector.XxHash3
                || XxHash3.Hash64(vector.Input, vector.Seed) != vector.XxHash3Seeded
                || accumulator.GetDigest() != vector.XxHash3Seeded
                || XxHash64.Hash64(vector.Input) != vector.XxHash64
                || XxHash32.Hash32(vector.Input) != vector.XxHash32)
            {
                Console.WriteLine($"a hash of {vector.Input.Length} bytes differs");
                return ChildScenarios.Failure;
            }

            checkedVectors++;
        }

        Console.WriteLine($"{checkedVectors} vectors");
        return checkedVectors > 0 ? ChildScenarios.Success : ChildScenarios.Failure;
    }
}
