using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

/// <summary>From strings to any number of unsigned numbers each.</summary>
/// <remarks>
/// <para>Keys are byte strings, as in <see cref="StringIdMapper"/>: text is looked up as its UTF-8, and text with a lone surrogate equals no key.</para>
/// <para>A key with one value costs what it costs in a mapper of one value a key. Several values of a key lie side by side elsewhere in the file, one more miss of the
/// processor's caches. Lookups allocate nothing and copy nothing. A file with one value a key opens too.</para>
/// <para>Thread safety: immutable, any number of threads may read concurrently. Dispose must not run concurrently with reads; after it every access throws
/// <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
/// <example><code>
/// using (var builder = StringIdMultiMapper.CreateBuilder())
/// {
///     builder.Add("red", 7);
///     builder.Add("red", 8);
///     builder.Publish("ids.sbuf");
/// }
///
/// using var ids = StringIdMultiMapper.Open("ids.sbuf");
/// foreach (ulong id in ids["red"])
/// {
///     Console.WriteLine(id);
/// }
/// </code></example>
public sealed class StringIdMultiMapper : IdMultiMapper<string>
{
    private StringIdMultiMapper(RawTable table, IDisposable? owner)
        : base(table, StringKeys.Instance, owner)
    {
    }

    /// <summary>The values of a key given as UTF-8; none when it is absent.</summary>
    public IdValues this[ReadOnlySpan<byte> key] => TryGetValues(key, out IdValues values) ? values : default;

    /// <summary>Reads a table in place. Dispose of the mapper leaves the region open.</summary>
    /// <exception cref="CorruptBufferException">The bytes are no table of string keys.</exception>
    public static StringIdMultiMapper Open(BufferView view) => new(RawTable.Open(view).Expect(HashTableKind.InlineKeys), null);

    /// <inheritdoc cref="StringIdMapper.Open(string, LoadMode, string)"/>
    public static StringIdMultiMapper Open(string path, LoadMode mode = LoadMode.Map, string section = "")
    {
        (RawTable table, IDisposable owner) = OpenSection(path, mode, section, HashTableKind.InlineKeys);
        return new StringIdMultiMapper(table, owner);
    }

    /// <summary>Makes one file of several: a key has its values of all files, in the order of the files. Linear time, memory within the budget.</summary>
    /// <param name="inputs">Files with id mappers of this kind of keys, with one value a key or several, at least one. They are read; none is changed.</param>
    /// <param name="output">The file to publish; it may be one of the inputs.</param>
    /// <param name="options">Whether repeated pairs are discarded, budget, progress, cancellation.</param>
    /// <param name="section">Name of the section, in all files.</param>
    /// <returns>Distinct keys.</returns>
    /// <remarks>The bytes are those of a build from the pairs of all files, one file after the other.</remarks>
    /// <exception cref="ArgumentException">There are no inputs.</exception>
    /// <exception cref="OperationCanceledException">The options' token asked for it. Nothing was published.</exception>
    /// <exception cref="IOException">A file cannot be read or written. Nothing was published.</exception>
    /// <exception cref="KeyNotFoundException">A file has no id mapper of that name.</exception>
    /// <exception cref="CorruptBufferException">A file is damaged, or its keys are of another kind.</exception>
    public static long Merge(IEnumerable<string> inputs, string output, IndexBuildOptions? options = null, string section = "") =>
        TableMerge.Publish(inputs, output, section, HashTableKind.InlineKeys, isMulti: true, options);

    /// <summary>Starts a builder that keeps every value of a key.</summary>
    public static StringIdMapperBuilder CreateBuilder(IndexBuildOptions? options = null) => new(options ?? new IndexBuildOptions(), isMulti: true);

    /// <summary>Looks a key up that is given as UTF-8, or as bytes that are no text.</summary>
    /// <returns>Whether it is there; if not, <paramref name="values"/> is empty.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGetValues(ReadOnlySpan<byte> key, out IdValues values) => Take(Table.TryFindInline(key, out ulong slotValue), slotValue, out values);

    /// <summary>Looks a key up as its UTF-8. Allocates nothing for keys of up to 170 chars; longer ones use pooled memory.</summary>
    /// <returns>Whether it is there; if not, <paramref name="values"/> is empty.</returns>
    public bool TryGetValues(ReadOnlySpan<char> key, out IdValues values) => Take(Table.TryFindInline(key, out ulong slotValue), slotValue, out values);

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    public override bool TryGetValues(string key, out IdValues values)
    {
        ArgumentNullException.ThrowIfNull(key);
        return TryGetValues(key.AsSpan(), out values);
    }

    /// <summary>The value that was added first for a key given as UTF-8.</summary>
    /// <returns>Whether the key is there; if not, <paramref name="value"/> is 0.</returns>
    public bool TryGetFirst(ReadOnlySpan<byte> key, out ulong value) => Table.TryFindInline(key, out value) && Table.TakeFirst(ref value);

    /// <summary>Whether a key given as UTF-8 is there.</summary>
    public bool Contains(ReadOnlySpan<byte> key) => Table.TryFindInline(key, out _);

    /// <summary>Looks many keys up together: their cache misses overlap, those of their values too.</summary>
    /// <param name="keys">The UTF-8 bytes of all keys, end to end.</param>
    /// <param name="ends">Where each key ends in <paramref name="keys"/>, ascending.</param>
    /// <param name="values">Receives the values of each key, none for absent keys.</param>
    /// <returns>Keys found.</returns>
    /// <exception cref="ArgumentException"><paramref name="values"/> is shorter than <paramref name="ends"/>, or an end lies outside the keys.</exception>
    [SkipLocalsInit]
    public int TryGetValues(ReadOnlySpan<byte> keys, ReadOnlySpan<int> ends, Span<IdValues> values)
    {
        IdValues.CheckRoom(ends.Length, values);
        Span<ulong> slotValues = stackalloc ulong[RawTable.BatchSize];
        Span<bool> found = stackalloc bool[RawTable.BatchSize];
        Span<int> relativeEnds = stackalloc int[RawTable.BatchSize];
        int hits = 0;
        int start = 0;
        for (int first = 0; first < ends.Length; first += RawTable.BatchSize)
        {
            int count = Math.Min(RawTable.BatchSize, ends.Length - first);
            for (int i = 0; i < count; i++)
            {
                relativeEnds[i] = ends[first + i] - start;
            }

            hits += Table.TryFindInlineBatch(keys[start..], relativeEnds[..count], slotValues, found);
            Table.TakeValues(slotValues[..count], found, values[first..]);
            start = ends[first + count - 1];
        }

        return hits;
    }

    /// <summary>Looks many strings up together.</summary>
    /// <param name="keys">The keys, none of them null.</param>
    /// <param name="values">Receives the values of each key, none for absent keys.</param>
    /// <returns>Keys found.</returns>
    /// <exception cref="ArgumentException"><paramref name="values"/> is shorter than <paramref name="keys"/>, or a key is null.</exception>
    [SkipLocalsInit]
    public int TryGetValues(ReadOnlySpan<string> keys, Span<IdValues> values)
    {
        IdValues.CheckRoom(keys.Length, values);
        Span<byte> utf8 = stackalloc byte[TextBatch.StackLength];
        Span<int> ends = stackalloc int[RawTable.BatchSize];
        int hits = 0;
        for (int first = 0; first < keys.Length;)
        {
            int count = TextBatch.Transcode(keys[first..], utf8, ends, out int used);
            if (count == 0)
            {
                hits += TryGetValues(keys[first].AsSpan(), out values[first]) ? 1 : 0;
                first++;
                continue;
            }

            hits += TryGetValues(utf8[..used], ends[..count], values[first..]);
            first += count;
        }

        return hits;
    }
}
