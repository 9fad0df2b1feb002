using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

/// <summary>From strings to unsigned numbers. Short keys lie in the table itself: nearly every lookup touches a group of tags and one slot, whose loads overlap.</summary>
/// <remarks>
/// <para>Keys are byte strings; text is looked up as its UTF-8. Bytes that are no UTF-8 are keys too: they are found as bytes, and enumerate as text with
/// replacement characters (use <see cref="Entries"/> for the bytes themselves). Text with a lone surrogate equals no key.</para>
/// <para>Opening is O(1), a lookup is O(key length) and allocates nothing; its cost is about one miss of the processor's caches. Values are 64-bit here; files keep them in 32
/// bits where all fit.</para>
/// <para>Thread safety: immutable, any number of threads may read concurrently. Dispose must not run concurrently with reads; after it every
/// access throws <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
/// <example><code>
/// using (var builder = StringIdMapper.CreateBuilder())
/// {
///     builder.Add("sku-42", 7);
///     builder.Publish("ids.sbuf");
/// }
///
/// using var ids = StringIdMapper.Open("ids.sbuf");
/// bool found = ids.TryGetValue("sku-42"u8, out ulong id);
/// </code></example>
public sealed partial class StringIdMapper : IdMapper<string>
{
    private StringIdMapper(RawTable table, IDisposable? owner)
        : base(table, StringKeys.Instance, owner)
    {
    }

    /// <summary>Keys as bytes, and values, in hash order.</summary>
    public EntryCollection Entries => new(Table);

    /// <summary>The value of a key given as UTF-8.</summary>
    /// <exception cref="KeyNotFoundException">There is no such key; the message names it.</exception>
    public ulong this[ReadOnlySpan<byte> key]
    {
        get
        {
            if (!TryGetValue(key, out ulong value))
            {
                ThrowHelper.KeyNotFound($"The key {KeyText.Describe(key)} is not in the index.");
            }

            return value;
        }
    }

    /// <summary>Reads a table in place. Dispose of the mapper leaves the region open.</summary>
    /// <exception cref="CorruptBufferException">The bytes are no table of string keys.</exception>
    public static StringIdMapper Open(BufferView view) => new(RawTable.Open(view).Expect(HashTableKind.InlineKeys), null);

    /// <summary>Opens a file that a builder published.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Map it, or copy it into memory.</param>
    /// <param name="section">Name of the section; the default is what builders write.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="KeyNotFoundException">The file has no id mapper of that name.</exception>
    /// <exception cref="CorruptBufferException">The file is damaged, or its keys are no strings.</exception>
    public static StringIdMapper Open(string path, LoadMode mode = LoadMode.Map, string section = "")
    {
        (RawTable table, IDisposable owner) = OpenSection(path, mode, section, HashTableKind.InlineKeys);
        return new StringIdMapper(table, owner);
    }

    /// <summary>Makes one file of several. Linear time, memory within the budget: tables are in the order of their hashes.</summary>
    /// <param name="inputs">Files with id mappers of this kind, at least one. They are read; none is changed.</param>
    /// <param name="output">The file to publish; it may be one of the inputs.</param>
    /// <param name="options">Whose value a key gets that several files have, progress, cancellation.</param>
    /// <param name="section">Name of the section, in all files.</param>
    /// <returns>Distinct keys.</returns>
    /// <remarks>The bytes are those of a build from the pairs of all files, one file after the other.</remarks>
    /// <exception cref="ArgumentException">There are no inputs.</exception>
    /// <exception cref="DuplicateKeyException">Two files have a key, and the policy is <see cref="DuplicatePolicy.Error"/>; the message names it. Nothing was published.</exception>
    /// <exception cref="OperationCanceledException">The options' token asked for it. Nothing was published.</exception>
    /// <exception cref="IOException">A file cannot be read or written. Nothing was published.</exception>
    /// <exception cref="KeyNotFoundException">A file has no id mapper of that name.</exception>
    /// <exception cref="InvalidOperationException">A file has several values a key.</exception>
    /// <exception cref="CorruptBufferException">A file is damaged, or its keys are of another kind.</exception>
    public static long Merge(IEnumerable<string> inputs, string output, IndexBuildOptions? options = null, string section = "") =>
        TableMerge.Publish(inputs, output, section, HashTableKind.InlineKeys, isMulti: false, options);

    /// <summary>Starts a builder.</summary>
    public static StringIdMapperBuilder CreateBuilder(IndexBuildOptions? options = null) => new(options ?? new IndexBuildOptions());

    /// <summary>Looks a key up that is given as UTF-8, or as bytes that are no text.</summary>
    /// <returns>Whether it is there; if not, <paramref name="value"/> is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGetValue(ReadOnlySpan<byte> key, out ulong value) => Table.TryFindInline(key, out value);

    /// <summary>Looks a key up as its UTF-8. Allocates nothing for keys of up to 170 chars; longer ones use pooled memory.</summary>
    /// <returns>Whether it is there; if not, <paramref name="value"/> is 0.</returns>
    public bool TryGetValue(ReadOnlySpan<char> key, out ulong value) => Table.TryFindInline(key, out value);

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    public override bool TryGetValue(string key, out ulong value)
    {
        ArgumentNullException.ThrowIfNull(key);
        return TryGetValue(key.AsSpan(), out value);
    }

    /// <summary>Whether a key given as UTF-8 is there.</summary>
    public bool ContainsKey(ReadOnlySpan<byte> key) => TryGetValue(key, out _);

    /// <summary>Whether a key is there.</summary>
    public bool ContainsKey(ReadOnlySpan<char> key) => TryGetValue(key, out _);

    /// <summary>
    /// Looks many keys up together: their cache misses overlap, which single lookups in a loop achieve only in part.
    /// </summary>
    /// <param name="keys">The UTF-8 bytes of all keys, end to end.</param>
    /// <param name="ends">Where each key ends in <paramref name="keys"/>, ascending.</param>
    /// <param name="values">Receives a value a key, 0 for absent keys.</param>
    /// <param name="found">Receives whether the key is there.</param>
    /// <returns>Keys found.</returns>
    /// <exception cref="ArgumentException">A result span is shorter than <paramref name="ends"/>, or an end lies outside the keys.</exception>
    public int TryGetValues(ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends, Span<ulong> values, Span<bool> found) =>
        Table.TryFindInlineBatch(keys, ends, values, found);

    /// <summary>Looks many strings up together.</summary>
    /// <param name="keys">The keys, none of them null.</param>
    /// <param name="values">Receives a value a key, 0 for absent keys.</param>
    /// <param name="found">Receives whether the key is there.</param>
    /// <returns>Keys found.</returns>
    /// <exception cref="ArgumentException">A result span is shorter than <paramref name="keys"/>, or a key is null.</exception>
    [SkipLocalsInit]
    public int TryGetValues(ReadOnlySpan<string> keys, Span<ulong> values, Span<bool> found)
    {
        if (values.Length < keys.Length || found.Length < keys.Length)
        {
            ThrowHelper.Argument($"Results for {keys.Length} keys do not fit {values.Length} values and {found.Length} marks.", nameof(values));
        }

        Span<byte> utf8 = stackalloc byte[TextBatch.StackLength];
        Span<int> ends = stackalloc int[RawTable.BatchSize];
        int hits = 0;
        for (int first = 0; first < keys.Length;)
        {
            int count = TextBatch.Transcode(keys[first..], utf8, ends, out int used);
            if (count == 0)
            {
                found[first] = TryGetValue(keys[first].AsSpan(), out values[first]);
                hits += found[first] ? 1 : 0;
                first++;
                continue;
            }

            hits += TryGetValues(utf8[..used], ends[..count], values[first..], found[first..]);
            first += count;
        }

        return hits;
    }
}
