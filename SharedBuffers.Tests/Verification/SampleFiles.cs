using SharedBuffers.Collections;
using SharedBuffers.Indexes;

namespace SharedBuffers.Tests.Verification;

/// <summary>Small files that together use every kind of section, table and value; what verification and corruption tests start from.</summary>
internal static class SampleFiles
{
    /// <summary>A dictionary by text with a record of every type.</summary>
    public static void WriteDictionary(string path, int count = 40)
    {
        using var builder = MappedDictionary.CreateBuilder<string, Sample>(path);
        for (int i = 0; i < count; i++)
        {
            builder.Add(i == 7 ? new string('k', 300) : $"key {i}", Sample.Numbered(i));
        }

        builder.Publish();
    }

    /// <summary>Two arrays, and indexes of all kinds over them.</summary>
    public static void WriteBundle(string path, int count = 40)
    {
        using var builder = new BundleBuilder(path);
        KeyedArrayBuilder<string, Sample> text = builder.AddKeyedArray<string, Sample>("text", "text");
        KeyedArrayBuilder<uint, Sample> integers = builder.AddKeyedArray<uint, Sample>("integers", "integers");
        IndexBuilder<string> names = builder.AddIndex<string>("names", text);
        IndexBuilder<ulong> numbers = builder.AddIndex<ulong>("numbers", text);
        IndexBuilder<int> signed = builder.AddIndex<int>("signed", integers);
        for (int i = 0; i < count; i++)
        {
            RecordReference record = text.Add($"key {i}", Sample.Numbered(i));
            names.Add(i == 3 ? new string('n', 300) : $"name {i}", record);
            numbers.Add((ulong)i << 40, record);
            signed.Add(-i, integers.Add((uint)i * 1000, Sample.Numbered(i)));
        }

        builder.Publish();
    }

    /// <summary>An array by GUID, and over it indexes with several records a key and one by bytes.</summary>
    public static void WriteMultiBundle(string path, int count = 40)
    {
        using var builder = new BundleBuilder(path);
        KeyedArrayBuilder<Guid, Sample> records = builder.AddKeyedArray<Guid, Sample>("records", "ids");
        IndexBuilder<string> tags = builder.AddMultiIndex<string>("tags", records);
        IndexBuilder<int> remainders = builder.AddMultiIndex<int>("remainders", records);
        IndexBuilder<ulong> wide = builder.AddMultiIndex<ulong>("wide", records);
        IndexBuilder<byte[]> bytes = builder.AddIndex<byte[]>("bytes", records);
        IndexBuilder<Guid> guids = builder.AddMultiIndex<Guid>("guids", records);
        for (int i = 0; i < count; i++)
        {
            RecordReference record = records.Add(GuidOf(i), Sample.Numbered(i));
            tags.Add($"key {i % 3}", record);
            tags.Add(i % 4 == 3 ? new string('n', 300) : $"name {i}", record);
            remainders.Add(-(i % 2), record);
            wide.Add((ulong)(i / 2) << 40, record);
            bytes.Add([(byte)i, (byte)(i >> 8)], record);
            guids.Add(GuidOf(i / 3), record);
        }

        builder.Publish();
    }

    /// <summary>An array by keys of any type, and over it an index by tuples with several records a key.</summary>
    public static void WriteObjectBundle(string path, int count = 40)
    {
        using var builder = new BundleBuilder(path);
        KeyedArrayBuilder<object, Sample> records = builder.AddKeyedArray<object, Sample>("records", "keys");
        IndexBuilder<(string, object)> tuples = builder.AddMultiIndex<(string, object)>("tuples", records);
        for (int i = 0; i < count; i++)
        {
            tuples.Add((i == 5 ? new string('n', 300) : "name", ObjectKeyOf(i / 2)), records.Add(ObjectKeyOf(i), Sample.Numbered(i)));
        }

        builder.Publish();
    }

    /// <summary>A key that is told from others by its type and value.</summary>
    public static object ObjectKeyOf(int number) => (number % 6) switch
    {
        0 => number,
        1 => $"key {number}",
        2 => ("a", number, (number, 0.5)),
        3 => new HashSet<object> { number, "a", 2.5 },
        4 => new byte[] { (byte)number, 255 },
        _ => number == 5 ? DBNull.Value : number + 0.25,
    };

    // A share of filled slots calls for lines and tags where there are few keys, too.
    private static readonly IndexBuildOptions s_lines = new() { FillPercent = TableGeometry.LineFillPercent };

    /// <summary>A GUID that is told from others by its last bytes.</summary>
    public static Guid GuidOf(int number) => new(0x12345678, 0x1234, 0x5678, 1, 2, 3, 4, 5, 6, (byte)(number >> 8), (byte)number);

    /// <summary>An id mapper of each kind of key.</summary>
    public static IEnumerable<string> WriteIdMappers(Func<string, string> pathOf, int count = 100)
    {
        string path;
        foreach ((string name, IndexBuildOptions options) in new[] { ("strings.sbuf", new IndexBuildOptions()), ("strings-tags.sbuf", s_lines) })
        {
            path = pathOf(name);
            using var builder = new StringIdMapperBuilder(options);
            for (int i = 0; i < count; i++)
            {
                builder.Add(i == 9 ? new string('k', 300) : $"key {i}", (ulong)i << (i % 3 * 20));
            }

            builder.Publish(path);
            yield return path;
        }

        foreach ((string name, IndexBuildOptions options) in new[] { ("uint32.sbuf", new IndexBuildOptions()), ("uint32-lines.sbuf", s_lines) })
        {
            path = pathOf(name);
            using var builder = new UInt32IdMapperBuilder(options);
            for (int i = 0; i < count; i++)
            {
                builder.Add((uint)i * 7, (ulong)i);
            }

            builder.Publish(path);
            yield return path;
        }

        path = pathOf("dense.sbuf");
        using (UInt32IdMapperBuilder builder = UInt32IdMultiMapper.CreateBuilder())
        {
            for (int i = 0; i < count; i++)
            {
                builder.Add((uint)(i + (i / 5)) - 4, (ulong)i);
                builder.Add((uint)(i / 3 * 6 / 5) - 4, (ulong)i + 1);
            }

            builder.Publish(path);
        }

        yield return path;
        foreach ((string name, IndexBuildOptions options) in new[] { ("uint64.sbuf", new IndexBuildOptions()), ("uint64-lines.sbuf", s_lines) })
        {
            path = pathOf(name);
            using var builder = new UInt64IdMapperBuilder(options);
            for (int i = 0; i < count; i++)
            {
                builder.Add((ulong)i << 33, ulong.MaxValue - (ulong)i);
            }

            builder.Publish(path);
            yield return path;
        }

        path = pathOf("uint64-multi.sbuf");
        using (UInt64IdMapperBuilder builder = UInt64IdMultiMapper.CreateBuilder())
        {
            for (int i = 0; i < count; i++)
            {
                builder.Add((ulong)i << 33, (ulong)i);
                builder.Add((ulong)(i / 3) << 33, (ulong)i + 1);
            }

            builder.Publish(path);
        }

        yield return path;
        foreach ((string name, IndexBuildOptions options) in new[] { ("multi.sbuf", new IndexBuildOptions()), ("multi-tags.sbuf", s_lines) })
        {
            path = pathOf(name);
            using StringIdMapperBuilder builder = StringIdMultiMapper.CreateBuilder(options);
            for (int i = 0; i < count; i++)
            {
                builder.Add($"key {i}", (ulong)i);
                for (int repeated = 0; repeated < i % 4; repeated++)
                {
                    builder.Add($"key {i}", (ulong)repeated);
                }
            }

            builder.Publish(path);
            yield return path;
        }

        path = pathOf("objects.sbuf");
        using (ObjectIdMapperBuilder builder = ObjectIdMultiMapper.CreateBuilder())
        {
            for (int i = 0; i < count; i++)
            {
                builder.Add(i % 3 == 0 ? i : i % 3 == 1 ? $"key {i}" : (object)(i, "x", new HashSet<int> { i, i + 1 }), (ulong)i);
                builder.Add(("key", i / 2 * 2), (ulong)i);
            }

            builder.Publish(path);
        }

        yield return path;
        path = pathOf("approximate.sbuf");
        WriteApproximate(path, count);
        yield return path;
    }

    /// <summary>An id mapper without keys, some of them with several values.</summary>
    public static void WriteApproximate(string path, int count, int bits = 24)
    {
        using ApproximateStringIdMapperBuilder builder = ApproximateStringIdMultiMapper.CreateBuilderWithBits(bits);
        for (int i = 0; i < count; i++)
        {
            for (int repeated = 0; repeated <= i % 3; repeated++)
            {
                builder.Add($"key {i}", (ulong)(i + repeated));
            }
        }

        builder.Publish(path);
    }
}
