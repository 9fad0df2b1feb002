namespace SharedBuffers.Bench.Measuring;

/// <summary>Keeps the calling thread on one processor until disposed, where the system allows it: caches and clocks then stay the same from round to round.</summary>
internal readonly ref struct ProcessorPin
{
    /// <summary>Room for 1024 processors, the size of the C library's <c>cpu_set_t</c>.</summary>
    private const int MaskWords = 16;

    private readonly ulong[]? _previous;

    private ProcessorPin(ulong[] previous, int processor)
    {
        _previous = previous;
        Processor = processor;
    }

    /// <summary>The processor, or null when the thread could not be pinned.</summary>
    public int? Processor { get; }

    /// <summary>Pins the thread to the last processor it may use: the first ones serve most interrupts.</summary>
    public static ProcessorPin Acquire(int fromLast = 0)
    {
        var allowed = new ulong[MaskWords];
        if (!OperatingSystem.IsLinux() || NativeMethods.GetAffinity(0, MaskWords * sizeof(ulong), allowed) < 0)
        {
            return default;
        }

        for (int processor = (MaskWords * 64) - 1; processor >= 0; processor--)
        {
            if ((allowed[processor / 64] >> (processor % 64) & 1) == 0 || fromLast-- > 0)
            {
                continue;
            }

            var mask = new ulong[MaskWords];
            mask[processor / 64] = 1UL << (processor % 64);
            return NativeMethods.SetAffinity(0, MaskWords * sizeof(ulong), mask) == 0 ? new ProcessorPin(allowed, processor) : default;
        }

        return default;
    }

    public void Dispose()
    {
        if (_previous is not null)
        {
            _ = NativeMethods.SetAffinity(0, MaskWords * sizeof(ulong), _previous);
        }
    }
}
