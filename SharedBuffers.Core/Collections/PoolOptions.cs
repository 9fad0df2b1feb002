using SharedBuffers.Packing;

namespace SharedBuffers.Collections;

/// <summary>How a <see cref="SharedObjectPool"/> takes its memory and packs its objects.</summary>
public sealed record PoolOptions
{
    /// <summary>Bytes of a section unless told otherwise: 16 MiB.</summary>
    public const long DefaultSectionSize = 16 << 20;

    /// <summary>Sections start at multiples of this, the smallest page of any processor, so that what is aligned inside a section is so in a dump.</summary>
    public const int SectionUnit = 4096;

    private readonly long _sectionSize = DefaultSectionSize;
    private readonly int _sharedValues = IdentityMap.DefaultCapacity;
    private readonly PackOptions _packing = PackOptions.Default;

    /// <summary>All defaults.</summary>
    public static PoolOptions Default { get; } = new();

    /// <summary>
    /// Bytes of a section, rounded up to a multiple of <see cref="SectionUnit"/>. Equal things are stored once in a section, so larger ones share more; a section takes its
    /// room on the disk when it begins.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1, or more than 2^40.</exception>
    public long SectionSize
    {
        get => _sectionSize;
        init
        {
            const long MaxSectionSize = 1L << 40;
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxSectionSize);
            _sectionSize = RoundUp(value);
        }
    }

    /// <summary>Folder for the sections' files, which have no name; null for the system's temporary folder.</summary>
    public string? TempDirectory { get; init; }

    /// <summary>Where sections come from first and go to last; null for a list of the pool's own, which goes with it. Pools with one list use each other's sections.</summary>
    public SectionFreeList? FreeSections { get; init; }

    /// <summary>How many recent values of a section are remembered, so that equal strings and the same objects are stored once; 0 stores each where it is met.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 0.</exception>
    public int SharedValues
    {
        get => _sharedValues;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _sharedValues = value;
        }
    }

    /// <summary>
    /// How values are packed. Its observer is told of each try: an object that does not fit the open section is packed again for the next one, and preloaded objects for each.
    /// The position of the last try counts.
    /// </summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public PackOptions Packing
    {
        get => _packing;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            _packing = value;
        }
    }

    internal static long RoundUp(long length) => checked(length + SectionUnit - 1) & -SectionUnit;
}
