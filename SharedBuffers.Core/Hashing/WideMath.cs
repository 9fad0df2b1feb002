using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SharedBuffers.Hashing;

/// <summary>Products of 128 bits without the detour through memory that <see cref="Math.BigMul(ulong, ulong, out ulong)"/> takes for its lower half.</summary>
internal static class WideMath
{
    /// <summary>The upper 64 bits of a product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong MultiplyHigh(ulong left, ulong right)
    {
        if (Bmi2.X64.IsSupported)
        {
            return Bmi2.X64.MultiplyNoFlags(left, right);
        }

        return ArmBase.Arm64.IsSupported ? ArmBase.Arm64.MultiplyHigh(left, right) : Math.BigMul(left, right, out _);
    }

    /// <summary>Both halves of a product, exclusive-ored: the mixing step of XXH3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong MultiplyFold(ulong left, ulong right) => MultiplyHigh(left, right) ^ (left * right);
}
