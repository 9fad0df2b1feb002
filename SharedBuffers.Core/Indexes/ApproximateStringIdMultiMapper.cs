using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

/// <summary>From strings to any number of unsigned numbers each, without the strings: about 9 bytes an entry, and now and then an answer for a string that is not there.</summary>
/// <remarks>
/// <para>Keys are discarded; a fingerprint of 8 to 64 bits is kept of each. What was added is always found. What was not is found with the probability
/// <see cref="FalsePositiveRate"/>, which is stored in the file; and a key that is there may, as rarely, come with values of another one. Use it where values lead to something that has
/// the key, or where a wrong answer costs little. Keys of equal 64-bit hash count as one key.</para>
/// <para>Opening is O(1), a lookup is O(key length) and allocates nothing; it touches the tags, and the slot of a key that is there. Keys are byte strings; text is looked up as its UTF-8, and
/// text with a lone surrogate equals no key.</para>
/// <para>Thread safety: immutable, any number of threads may read concurrently. Dispose must not run concurrently with reads; after it every access throws
/// <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
/// <example><code>
/// using (var builder = ApproximateStringIdMultiMapper.CreateBuilder(falsePositiveRate: 1e-4))
/// {
///     builder.Add("sku-42", 7);
///     builder.Publish("ids.sbuf");
/// }
///
/// using var ids = ApproximateStringIdMultiMapper.Open("ids.sbuf");
/// bool found = ids.TryGetValues("sku-42"u8, out ApproximateValues values);
/// </code></example>
[SuppressMessage("Naming", "CA1710", Justification = "Id mapper is the name that users of the Python library know.")]
public sealed partial class ApproximateStringIdMultiMapper : IdTable, IReadOnlyCollection<IdGroup<ulong>>
{
    /// <summary>The false-positive rate that builders keep when they are not told another: 1 in 10,000.</summary>
    public const double DefaultFalsePositiveRate = 1e-4;

    private ApproximateStringIdMultiMapper(RawTable table, IDisposable? owner)
        : base(table, owner)
    {
    }

    /// <summary>
    /// The share of absent keys for which something is found: an expectation over all keys, computed at build from the width of the fingerprints and the places of the entries. Keys that were
    /// made to collide are not in it.
    /// </summary>
    public double FalsePositiveRate => Table.FalsePositiveRate;

    /// <summary>Bits of a fingerprint: 8 to 64, whole bytes.</summary>
    public int FingerprintBits => Table.Geometry.KeyCapacity;

    /// <summary>Values of all keys together. O(1).</summary>
    public long ValueCount => Table.ValueCount;

    /// <summary>The values of a key; none when it was not added.</summary>
    public ApproximateValues this[string key] => TryGetValues(key, out ApproximateValues values) ? values : default;

    /// <summary>The values of a key given as UTF-8; none when it was not added.</summary>
    public ApproximateValues this[ReadOnlySpan<byte> key] => TryGetValues(key, out ApproximateValues values) ? values : default;

    /// <summary>Reads a table in place. Dispose of the mapper leaves the region open.</summary>
    /// <exception cref="CorruptBufferException">The bytes are no table of fingerprints.</exception>
    public static ApproximateStringIdMultiMapper Open(BufferView view) => new(RawTable.Open(view).Expect(HashTableKind.Fingerprints), null);

    /// <summary>Opens a file that a builder published.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Map it, or copy it into memory.</param>
    /// <param name="section">Name of the section; the default is what builders write.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="KeyNotFoundException">The file has no id mapper of that name.</exception>
    /// <exception cref="CorruptBufferException">The file is damaged, or keeps its keys.</exception>
    public static ApproximateStringIdMultiMapper Open(string path, LoadMode mode = LoadMode.Map, string section = "")
    {
        (RawTable table, IDisposable owner) = OpenSection(path, mode, section, HashTableKind.Fingerprints);
        return new ApproximateStringIdMultiMapper(table, owner);
    }

    /// <summary>Reads a table in place if it is one of fingerprints: for those who do not know what an id mapper is. Dispose of the mapper leaves the region open.</summary>
    /// <returns>False when the table keeps its keys.</returns>
    /// <exception cref="CorruptBufferException">The bytes are no hash table.</exception>
    public static bool TryOpen(BufferView view, [NotNullWhen(true)] out ApproximateStringIdMultiMapper? mapper)
    {
        RawTable table = RawTable.Open(view);
        mapper = table.Geometry.Kind == HashTableKind.Fingerprints ? new ApproximateStringIdMultiMapper(table, null) : null;
        return mapper is not null;
    }

    /// <summary>Starts a builder that chooses the width of the fingerprints.</summary>
    /// <param name="falsePositiveRate">
    /// Most that the share of absent keys for which something is found may be, above 0 and below 1. Fingerprints are whole bytes, so what comes of it is less, up to 256 times. Rates
    /// near the number of entries divided by 2^64 are out of reach: hashes themselves are equal so often. The file then has 64 bits, and states the rate that it has.
    /// </param>
    /// <param name="options">Budget, progress, whether repeated pairs are dropped. Every other value of a key is kept.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not between 0 and 1.</exception>
    public static ApproximateStringIdMapperBuilder CreateBuilder(double falsePositiveRate = DefaultFalsePositiveRate, IndexBuildOptions? options = null)
    {
        if (falsePositiveRate is not (> 0 and < 1))
        {
            ThrowHelper.ArgumentOutOfRange(nameof(falsePositiveRate), falsePositiveRate, "A false-positive rate lies between 0 and 1.");
        }

        return new ApproximateStringIdMapperBuilder(options ?? new IndexBuildOptions(), FingerprintRate.LeastBits, falsePositiveRate);
    }

    /// <summary>Starts a builder with fingerprints of a given width.</summary>
    /// <param name="fingerprintBits">8 to 64; rounded up to whole bytes.</param>
    /// <param name="options">Budget, progress, whether repeated pairs are dropped. Every other value of a key is kept.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not between 8 and 64.</exception>
    public static ApproximateStringIdMapperBuilder CreateBuilderWithBits(int fingerprintBits, IndexBuildOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fingerprintBits, FingerprintRate.LeastBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fingerprintBits, FingerprintRate.MostBits);
        return new ApproximateStringIdMapperBuilder(options ?? new IndexBuildOptions(), (fingerprintBits + 7) / 8 * 8, mostRate: 1);
    }

    /// <summary>The hash that a key given as UTF-8 is known by: XXH3-64 under the seed 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong HashOf(ReadOnlySpan<byte> key) => XxHash3.Hash64(key);

    /// <summary>The hash that a text is known by: that of its UTF-8.</summary>
    /// <exception cref="ArgumentException">The text has a lone surrogate.</exception>
    public static ulong HashOf(ReadOnlySpan<char> key)
    {
        if (!TryHash(key, out ulong hash))
        {
            ThrowHelper.Argument("The key has a lone surrogate, and so no UTF-8 form.", nameof(key));
        }

        return hash;
    }

    /// <inheritdoc cref="HashOf(ReadOnlySpan{char})"/>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    public static ulong HashOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return HashOf(key.AsSpan());
    }
}
