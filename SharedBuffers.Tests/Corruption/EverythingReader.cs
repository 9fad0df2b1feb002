using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Verification;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Corruption;

/// <summary>
/// Reads all that a file has through every way of reading it: generated and dynamic views, lookups of keys that are there and that are not, batches, enumeration,
/// arrays from the last record to the first, which runs over the end first.
/// </summary>
internal static class EverythingReader
{
    /// <summary>A damaged count may promise more than anyone wants to wait for; what is there fits this.</summary>
    private const int MaxElements = 64;

    private const int MaxDepth = 4;

    /// <summary>
    /// What a reader found to be wrong, or null. Another schema that makes sense is another file, and a view that cannot read it says so with
    /// <see cref="SchemaMismatchException"/>; any other exception passes through.
    /// </summary>
    /// <param name="region">The file.</param>
    /// <param name="isDynamic">Whether to read what the file says it has, or what the compiled types expect.</param>
    public static Exception? Read(MemoryRegion region, bool isDynamic)
    {
        try
        {
            using BufferFile file = BufferFile.Open(region, ownsRegion: false);
            using Bundle bundle = Bundle.Open(file);
            foreach (BundleArray array in bundle.Arrays)
            {
                if (isDynamic)
                {
                    ReadDynamic(bundle.GetArray<ObjectView>(array.Name));
                }
                else
                {
                    ReadBackwards(bundle.GetArray<Sample.View>(array.Name));
                }
            }

            foreach (BundleIndex index in bundle.Indexes)
            {
                ReadIndex(bundle, index, isDynamic);
            }

            return null;
        }
        catch (Exception exception) when (exception is CorruptBufferException or SchemaMismatchException)
        {
            return exception;
        }
    }

    private static void ReadIndex(Bundle bundle, BundleIndex index, bool isDynamic)
    {
        switch (index.KeyKind)
        {
            case KeyKind.Utf8:
                ReadDictionary<string>(bundle, index.Name, isDynamic, [.. Enumerable.Range(0, 16).SelectMany(i => new[] { $"key {i}", $"name {i}" }), "", new string('k', 300), new string('n', 300)]);
                break;
            case KeyKind.UInt32:
                ReadDictionary<uint>(bundle, index.Name, isDynamic, [.. Enumerable.Range(0, 16).Select(i => (uint)i * 1000)]);
                break;
            case KeyKind.UInt64:
                ReadDictionary<ulong>(bundle, index.Name, isDynamic, [.. Enumerable.Range(0, 16).Select(i => (ulong)i << 40)]);
                break;
            case KeyKind.Int32:
                ReadDictionary<int>(bundle, index.Name, isDynamic, [.. Enumerable.Range(0, 16).Select(i => -i)]);
                break;
            case KeyKind.Bytes:
                ReadDictionary<byte[]>(bundle, index.Name, isDynamic, [.. Enumerable.Range(0, 16).Select(i => new byte[] { (byte)i, 0 }), []]);
                break;
            case KeyKind.Object:
                ReadDictionary<object>(bundle, index.Name, isDynamic, [.. Enumerable.Range(0, 16).SelectMany(i => new object[] { SampleFiles.ObjectKeyOf(i), ("name", SampleFiles.ObjectKeyOf(i)) })]);
                break;
            case KeyKind.Guid:
                ReadDictionary<Guid>(bundle, index.Name, isDynamic, [.. Enumerable.Range(0, 16).Select(SampleFiles.GuidOf)]);
                break;
            default:
                ReadDictionary<long>(bundle, index.Name, isDynamic, [.. Enumerable.Range(0, 16).Select(i => (long)i)]);
                break;
        }
    }

    private static void ReadDictionary<TKey>(Bundle bundle, string name, bool isDynamic, TKey[] keys)
        where TKey : notnull
    {
        if (isDynamic)
        {
            ReadDictionary<TKey, ObjectView>(bundle, name, keys, view => ReadSlots(view, depth: 0));
        }
        else
        {
            ReadDictionary<TKey, Sample.View>(bundle, name, keys, Read);
        }
    }

    private static void ReadDictionary<TKey, TView>(Bundle bundle, string name, TKey[] keys, Action<TView> read)
        where TKey : notnull
        where TView : struct, IObjectView<TView>
    {
        MappedDictionary<TKey, TView> dictionary = bundle.GetDictionary<TKey, TView>(name);
        foreach (TKey key in keys)
        {
            if (dictionary.TryGetValue(key, out TView view))
            {
                read(view);
            }
        }

        var views = new TView[keys.Length];
        bool[] found = new bool[keys.Length];
        dictionary.TryGetValues(keys, views, found);
        for (int i = 0; i < views.Length; i++)
        {
            if (found[i])
            {
                read(views[i]);
            }
        }

        foreach (KeyValuePair<TKey, TView> pair in dictionary.Take(MaxElements))
        {
            read(pair.Value);
        }

        foreach (TView view in dictionary.Values.Take(MaxElements))
        {
            read(view);
        }

        GC.KeepAlive(dictionary.Keys.Take(MaxElements).Count());
        ReadAll(bundle.GetMultiDictionary<TKey, TView>(name), keys, read);
    }

    private static void ReadAll<TKey, TView>(MappedMultiDictionary<TKey, TView> dictionary, TKey[] keys, Action<TView> read)
        where TKey : notnull
        where TView : struct, IObjectView<TView>
    {
        var records = new MappedRecords<TView>[keys.Length];
        dictionary.TryGetValues(keys, records);
        for (int i = 0; i < keys.Length; i++)
        {
            foreach (TView view in records[i].Take(MaxElements).Concat(dictionary[keys[i]].Take(MaxElements)))
            {
                read(view);
            }
        }

        foreach (KeyValuePair<TKey, TView> pair in dictionary.Pairs.Take(MaxElements))
        {
            read(pair.Value);
        }
    }

    private static void ReadBackwards(MappedArray<Sample.View> array)
    {
        for (long i = array.LongCount - 1, last = Math.Max(0, array.LongCount - MaxElements); i >= last; i--)
        {
            Read(array[i]);
        }
    }

    private static void ReadDynamic(MappedArray<ObjectView> array)
    {
        foreach (ObjectView view in array.Take(MaxElements))
        {
            ReadSlots(view, depth: 0);
        }
    }

    private static void ReadSlots(ObjectView view, int depth)
    {
        foreach (ObjectView.SetSlot slot in view)
        {
            if (slot.IsNull)
            {
                continue;
            }

            if (slot.Slot.Type.Kind == SlotKind.Struct)
            {
                // A damaged pointer may make a record contain itself.
                if (depth < MaxDepth && view.GetObject(slot.Index) is { } inner)
                {
                    ReadSlots(inner, depth + 1);
                }

                continue;
            }

            SharedValue value = slot.Value;
            GC.KeepAlive(value.ToString());
            GC.KeepAlive(value.Equals(value) ? value.GetHashCode() : 0);
        }
    }

    private static void Read(Sample.View view)
    {
        long sum = view.Number + view.Small + (view.Flag ? 1 : 0) + (view.Price is { } price && price > 0 ? 1 : 0);
        GC.KeepAlive(view.Name.ToString());
        sum += view.Bytes.Length;
        for (int i = view.Sizes.Count - 1; i >= 0; i--)
        {
            sum += view.Sizes[i];
        }

        foreach (SharedString word in view.Words)
        {
            sum += word.ToString().Length;
        }

        foreach (SharedString tag in view.Tags)
        {
            sum += tag.ToString().Length;
        }

        sum += view.Tags.Contains("tag 0") ? 1 : 0;
        foreach (int digit in view.Digits)
        {
            sum += digit;
        }

        sum += view.Digits.Contains(7) ? 1 : 0;
        if (view.Detail is { } detail)
        {
            sum += detail.Code + detail.Text.ToString().Length;
        }

        GC.KeepAlive(sum);
    }
}
