using System.Numerics;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

/// <summary>A numeric slot of a mapped object that threads and processes may change while others read it.</summary>
/// <typeparam name="T">The number type that the file has for the slot.</typeparam>
/// <remarks>
/// <para>Every change is atomic and a full fence, across all processes that map the file. Views read the slot with plain loads: they see a value that was there, never half of one;
/// a loop that waits for a change uses <see cref="Value"/>, whose read is volatile.</para>
/// <para>Only the bytes of this number ever change: not the bitmaps (a slot does not become set or null) and not its neighbours.
/// What a changed file's checksums say is a matter of the file: see <c>docs/writable.md</c>.</para>
/// <para>Everything was checked when the slot was found; an operation is as fast as the processor's own. A <c>default</c> instance throws.</para>
/// </remarks>
public readonly struct AtomicNumber<T>
    where T : unmanaged, INumber<T>
{
    private readonly MemoryRegion? _region;
    private readonly long _offset;

    internal AtomicNumber(MemoryRegion region, long offset)
    {
        _region = region;
        _offset = offset;
    }

    /// <summary>The value: a volatile read, or a store that is a full fence.</summary>
    public T Value
    {
        get => Region.VolatileRead<T>(_offset);
        set => Region.Exchange(_offset, value);
    }

    /// <summary>Replaces the value and returns the one before.</summary>
    public T Exchange(T value) => Region.Exchange(_offset, value);

    /// <summary>
    /// Replaces the value if it is the one expected. Floating-point numbers are compared by their bits: a NaN equals the same NaN, and 0.0 does not equal -0.0.
    /// </summary>
    /// <param name="value">The new value.</param>
    /// <param name="expected">The value it must have.</param>
    /// <returns>The value before: it was replaced if that has the bits of <paramref name="expected"/>.</returns>
    public T CompareExchange(T value, T expected) => Region.CompareExchange(_offset, value, expected);

    /// <summary>Replaces the value if it is the one expected, compared by bits.</summary>
    /// <returns>Whether it was replaced.</returns>
    public bool TryReplace(T expected, T value) => AtomicBits.AreEqual(Region.CompareExchange(_offset, value, expected), expected);

    /// <summary>Adds to the value. Integers wrap; floating-point numbers are added with a loop of compare and exchange.</summary>
    /// <returns>The sum.</returns>
    public T Add(T delta)
    {
        if (typeof(T) == typeof(int) || typeof(T) == typeof(uint) || typeof(T) == typeof(long) || typeof(T) == typeof(ulong))
        {
            return Region.AddInteger(_offset, delta);
        }

        T current = Region.VolatileRead<T>(_offset);
        while (true)
        {
            T sum = unchecked(current + delta);
            T found = Region.CompareExchange(_offset, sum, current);
            if (AtomicBits.AreEqual(found, current))
            {
                return sum;
            }

            current = found;
        }
    }

    private MemoryRegion Region => _region ?? ThrowDefault();

    private static MemoryRegion ThrowDefault()
    {
        ThrowHelper.InvalidOperation("This atomic slot is default: it stands for no slot of any object.");
        return null!;
    }
}
