using System.Runtime.CompilerServices;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>Keys of any type: encoded in their canonical form for a lookup, decoded to objects for enumeration.</summary>
internal sealed class ObjectKeys : TableKeys<object>
{
    public static readonly ObjectKeys Instance = new();

    public override HashTableKind Kind => HashTableKind.ObjectKeys;

    public override IEqualityComparer<object> Comparer => ObjectKeyComparer.Instance;

    /// <summary>Finds a key of any one type.</summary>
    [SkipLocalsInit]
    public static bool TryFind<T>(RawTable table, T key, out ulong slotValue)
    {
        var writer = new ObjectKeyWriter(stackalloc byte[ObjectKeyWriter.StackLength]);
        writer.Append(key);
        return Find(table, ref writer, out slotValue);
    }

    /// <summary>Finds a tuple.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryFind<TForm, TKey>(RawTable table, TKey key, out ulong slotValue)
        where TForm : ITupleKeyForm<TKey>
    {
        if (KeyWordsBuilder.IsSupported && TForm.TryLoad(key, out KeyWords words) && table.HasRoomFor(words))
        {
            return table.TryFindInline(words, out slotValue);
        }

        // A variable of its own: that of the caller would have to be in memory if a call had its address.
        bool found = TryFindWritten<TForm, TKey>(table, key, out ulong other);
        slotValue = other;
        return found;
    }

    /// <summary>Finds a text.</summary>
    [SkipLocalsInit]
    public static bool TryFindText(RawTable table, ReadOnlySpan<char> key, out ulong slotValue)
    {
        var writer = new ObjectKeyWriter(stackalloc byte[ObjectKeyWriter.StackLength]);
        writer.AppendText(key);
        return Find(table, ref writer, out slotValue);
    }

    /// <summary>Finds a text given as UTF-8, or bytes.</summary>
    [SkipLocalsInit]
    public static bool TryFindBlock(RawTable table, ReadOnlySpan<byte> key, bool isText, out ulong slotValue)
    {
        var writer = new ObjectKeyWriter(stackalloc byte[ObjectKeyWriter.StackLength]);
        if (isText)
        {
            writer.AppendUtf8(key);
        }
        else
        {
            writer.AppendBytes(key);
        }

        return Find(table, ref writer, out slotValue);
    }

    /// <summary>Looks a group of keys up together; as many as one batch takes.</summary>
    [SkipLocalsInit]
    public static int TryFindBatch<T>(RawTable table, ReadOnlySpan<T> keys, Span<ulong> slotValues, Span<bool> found)
    {
        var writer = new ObjectKeyWriter(stackalloc byte[TextBatch.StackLength]);
        Span<int> ends = stackalloc int[RawTable.BatchSize];
        for (int i = 0; i < keys.Length; i++)
        {
            int start = writer.Bytes.Length;
            writer.Append(keys[i]);
            if (writer.Flaw is not null)
            {
                // No key has this form: not even the empty key is encoded as nothing.
                writer.Rewind(start);
            }

            ends[i] = writer.Bytes.Length;
        }

        int hits = table.TryFindInlineBatch(writer.Bytes, ends[..keys.Length], slotValues, found);
        writer.Dispose();
        return hits;
    }

    public override bool TryRead(RawTable table, long position, out object key, out ulong slotValue)
    {
        bool occupied = table.TryReadInline(position, out ReadOnlySpan<byte> bytes, out slotValue);
        key = occupied ? ObjectKeyReader.Read(bytes) : DBNull.Value;
        return occupied;
    }

    public override string Describe(object key) => ObjectKeyText.Describe(key);

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryFindWritten<TForm, TKey>(RawTable table, TKey key, out ulong slotValue)
        where TForm : ITupleKeyForm<TKey>
    {
        var writer = new ObjectKeyWriter(stackalloc byte[ObjectKeyWriter.StackLength]);
        TForm.Write(ref writer, key);
        return Find(table, ref writer, out slotValue);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Find(RawTable table, ref ObjectKeyWriter writer, out ulong slotValue)
    {
        slotValue = 0;
        bool found = writer.Flaw is null && table.TryFindInline(writer.Bytes, out slotValue);
        writer.Dispose();
        return found;
    }
}
