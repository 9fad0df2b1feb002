using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <remarks>Values of multi tables: what a slot has is the one value of its key, or the place of a run of values in the value area.</remarks>
internal sealed unsafe partial class RawTable
{
    /// <summary>What the slot at a position has for a value, whatever its key is; false for an empty slot.</summary>
    /// <exception cref="CorruptBufferException">The table is damaged.</exception>
    public bool TryReadSlotValue(long position, out ulong slotValue) => Geometry.Kind switch
    {
        HashTableKind.UInt32Keys or HashTableKind.UInt64Keys => TryReadInteger(position, out _, out slotValue),
        HashTableKind.Fingerprints => TryReadFingerprint(position, out _, out slotValue),
        _ => TryReadInline(position, out _, out slotValue),
    };

    /// <summary>Most values of a key: their bytes are a span.</summary>
    public int MaxRunLength => int.MaxValue / Geometry.ValueWidth;

    /// <summary>The value, or the first of a run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong FirstOf(ulong slotValue) => (slotValue & _runBit) == 0 ? slotValue : FirstOfRun(slotValue);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong FirstOfRun(ulong slotValue) => ValuesOf(slotValue)[0];

    /// <summary>Replaces what a search found by the first value. True, so that it can follow the search in one expression.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TakeFirst(ref ulong value)
    {
        value = FirstOf(value);
        return true;
    }

    private byte* TakeFirst(byte* found, ref ulong value)
    {
        value = found is null ? 0 : FirstOf(value);
        return found;
    }

    /// <summary>The same for the results of a batch; returns what the batch returned.</summary>
    public int TakeFirst(int hits, Span<ulong> values)
    {
        for (int i = 0; _runBit != 0 && i < values.Length; i++)
        {
            values[i] = FirstOf(values[i]);
        }

        return hits;
    }

    /// <summary>All values that a slot stands for.</summary>
    /// <exception cref="CorruptBufferException">The slot names a run that is not in the value area.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public IdValues ValuesOf(ulong slotValue) => (slotValue & _runBit) == 0 ? new IdValues(slotValue, Geometry.ValueWidth) : RunOf(slotValue & ~_runBit);

    /// <summary>All values that the slots found by a batch stand for; nothing for keys that are absent. Runs are loaded together.</summary>
    /// <param name="slotValues">What the batch found.</param>
    /// <param name="found">Whether it found it.</param>
    /// <param name="results">Receives the values.</param>
    public void TakeValues(ReadOnlySpan<ulong> slotValues, ReadOnlySpan<bool> found, Span<IdValues> results)
    {
        PrefetchRuns(slotValues);
        for (int i = 0; i < slotValues.Length; i++)
        {
            results[i] = found[i] ? ValuesOf(slotValues[i]) : default;
        }
    }

    /// <summary>Starts loading the runs that slots name.</summary>
    public void PrefetchRuns(ReadOnlySpan<ulong> slotValues)
    {
        if (Sse.IsSupported && _runBit != 0)
        {
            byte* area = _region.GetPointer(ValueArea.Offset, ValueArea.Length);
            foreach (ulong slotValue in slotValues)
            {
                if ((slotValue & _runBit) != 0)
                {
                    // SAFETY: a prefetch reads nothing, whatever the address.
                    Sse.Prefetch0(area + ((slotValue & ~_runBit) * (ulong)Geometry.ValueWidth));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private IdValues RunOf(ulong start)
    {
        int width = Geometry.ValueWidth;
        ulong units = (ulong)ValueArea.Length / (ulong)width;
        if (start >= units)
        {
            ThrowHelper.Corrupt($"The values of a key start at {start}, behind the {units} that are there", ValueArea.Offset);
        }

        ulong count = width == sizeof(uint) ? ValueArea.Read<uint>((long)start * width) : ValueArea.Read<ulong>((long)start * width);
        if (count == 0 || count >= units - start || count > (ulong)MaxRunLength)
        {
            ThrowHelper.Corrupt($"A key claims {count} values at {start}, of {units} that are there", ValueArea.Offset + ((long)start * width));
        }

        return new IdValues(ValueArea.Slice((long)(start + 1) * width, (long)count * width), (int)count, width);
    }
}
