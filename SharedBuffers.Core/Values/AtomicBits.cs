using System.Runtime.CompilerServices;

namespace SharedBuffers.Values;

/// <summary>Compares numbers by their bits, as the atomic instructions do.</summary>
internal static class AtomicBits
{
    public static bool AreEqual<T>(T left, T right)
        where T : unmanaged =>
        Unsafe.SizeOf<T>() switch
        {
            1 => Unsafe.As<T, byte>(ref left) == Unsafe.As<T, byte>(ref right),
            2 => Unsafe.As<T, ushort>(ref left) == Unsafe.As<T, ushort>(ref right),
            4 => Unsafe.As<T, uint>(ref left) == Unsafe.As<T, uint>(ref right),
            _ => Unsafe.As<T, ulong>(ref left) == Unsafe.As<T, ulong>(ref right),
        };
}
