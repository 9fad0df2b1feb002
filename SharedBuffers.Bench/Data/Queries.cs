namespace SharedBuffers.Bench.Data;

/// <summary>Keys to ask for, made before anything is timed and laid out in the order of asking, so that reading them costs every contender next to nothing.</summary>
internal abstract class Queries(int count)
{
    public int Count { get; } = count;

    /// <summary>Index of the entry that query <paramref name="query"/> asks for, anywhere in <paramref name="entries"/>; for misses the index of a key that is not there.</summary>
    protected static long EntryOf(int query, long entries, bool miss)
    {
        long entry = (long)Math.BigMul(KeySpace.Number(query ^ 0x5DEECE66DL), (ulong)entries, out _);
        return miss ? entry + entries : entry;
    }
}

/// <summary>Text keys as UTF-8 and as strings. The strings are other objects than those in any store, as the keys of requests are.</summary>
internal sealed class TextQueries : Queries
{
    private readonly byte[] _utf8;

    public TextQueries(int count, int keyLength, long entries, bool miss = false)
        : base(count)
    {
        KeyLength = keyLength;
        _utf8 = new byte[count * keyLength];
        Strings = new string[count];
        for (int query = 0; query < count; query++)
        {
            Ask(query, EntryOf(query, entries, miss));
        }
    }

    public int KeyLength { get; }

    public string[] Strings { get; }

    public ReadOnlySpan<byte> Utf8(int query) => _utf8.AsSpan(query * KeyLength, KeyLength);

    /// <summary>Asks for the key with an index, in place of the one that a query asks for.</summary>
    public void Ask(int query, long entry)
    {
        KeySpace.WriteText(entry, _utf8.AsSpan(query * KeyLength, KeyLength));
        Strings[query] = System.Text.Encoding.ASCII.GetString(_utf8, query * KeyLength, KeyLength);
    }

    /// <summary>Several keys, end to end.</summary>
    public ReadOnlySpan<byte> Utf8(int first, int count) => _utf8.AsSpan(first * KeyLength, count * KeyLength);
}

/// <summary>64-bit keys.</summary>
internal sealed class NumberQueries : Queries
{
    public NumberQueries(int count, long entries, bool miss = false)
        : base(count)
    {
        Keys = new ulong[count];
        for (int query = 0; query < count; query++)
        {
            Keys[query] = KeySpace.Number(EntryOf(query, entries, miss));
        }
    }

    public ulong[] Keys { get; }
}

/// <summary>32-bit keys below a bound: all numbers from 0 on are keys.</summary>
internal sealed class NarrowQueries : Queries
{
    public NarrowQueries(int count, long entries)
        : base(count)
    {
        Keys = new uint[count];
        for (int query = 0; query < count; query++)
        {
            Keys[query] = (uint)EntryOf(query, entries, miss: false);
        }
    }

    public uint[] Keys { get; }
}
