namespace SharedBuffers.Indexes;

/// <summary>How the slot of a multi table tells a value from a run of values: by its highest bit.</summary>
internal static class MultiValue
{
    /// <summary>The bit that marks a run. The other bits are the run's place in the value area, counted in values: <c>[count][value]…</c>.</summary>
    public static ulong RunBit(int valueWidth) => 1UL << ((8 * valueWidth) - 1);
}
