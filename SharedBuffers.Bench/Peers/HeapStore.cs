using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;

namespace SharedBuffers.Bench.Peers;

/// <summary>The dictionaries of .NET, asked with ready-made strings or numbers. Each is presized where it can be.</summary>
internal sealed class HeapStore : Store
{
    public const string DictionaryName = "Dictionary";
    public const string FrozenName = "FrozenDictionary";
    public const string ConcurrentName = "ConcurrentDictionary";

    private readonly Func<Queries, Pattern, int, Contender> _lookups;

    private HeapStore(string name, Func<HeapStore, Queries, Pattern, int, Contender> lookups)
    {
        Name = name;
        _lookups = (queries, pattern, operations) => lookups(this, queries, pattern, operations);
    }

    public override string Name { get; }

    public static HeapStore Dictionary(Entries entries) => entries.IsText ? Of(FillText(entries)) : Of(FillNumbers(entries));

    public static HeapStore Frozen(Entries entries) => entries.IsText ? OfFrozen(FillText(entries)) : OfFrozen(FillNumbers(entries));

    public static HeapStore Concurrent(Entries entries) => entries.IsText ? OfConcurrent(FillText(entries)) : OfConcurrent(FillNumbers(entries));

    public static Dictionary<string, ulong> FillText(Entries entries)
    {
        var dictionary = new Dictionary<string, ulong>(checked((int)entries.Count));
        for (long i = 0; i < entries.Count; i++)
        {
            dictionary.Add(KeySpace.Text(i, entries.TextLength), KeySpace.Value(i));
        }

        return dictionary;
    }

    public static Dictionary<ulong, ulong> FillNumbers(Entries entries)
    {
        var dictionary = new Dictionary<ulong, ulong>(checked((int)entries.Count));
        for (long i = 0; i < entries.Count; i++)
        {
            dictionary.Add(KeySpace.Number(i), KeySpace.Value(i));
        }

        return dictionary;
    }

    public override Contender Lookups(Queries queries, Pattern pattern, int operations) => _lookups(queries, pattern, operations);

    /// <summary>The heap's own: nothing to give back.</summary>
    public override void Dispose()
    {
    }

    /// <summary>A dictionary that is there already.</summary>
    public static HeapStore Of<TKey>(Dictionary<TKey, ulong> dictionary)
        where TKey : notnull =>
        new(DictionaryName, (store, queries, pattern, operations) =>
            store.Contender(new DictionaryLookup<TKey>(dictionary, KeysOf<TKey>(queries)), pattern, queries, operations));

    /// <summary>A frozen copy of a dictionary.</summary>
    public static HeapStore OfFrozen<TKey>(Dictionary<TKey, ulong> source)
        where TKey : notnull
    {
        FrozenDictionary<TKey, ulong> frozen = source.ToFrozenDictionary();
        return new HeapStore(FrozenName, (store, queries, pattern, operations) =>
            store.Contender(new FrozenLookup<TKey>(frozen, KeysOf<TKey>(queries)), pattern, queries, operations));
    }

    private static HeapStore OfConcurrent<TKey>(Dictionary<TKey, ulong> source)
        where TKey : notnull
    {
        var concurrent = new ConcurrentDictionary<TKey, ulong>(source);
        return new HeapStore(ConcurrentName, (store, queries, pattern, operations) =>
            store.Contender(new ConcurrentLookup<TKey>(concurrent, KeysOf<TKey>(queries)), pattern, queries, operations));
    }

    private static TKey[] KeysOf<TKey>(Queries queries) => queries switch
    {
        TextQueries text => (TKey[])(object)text.Strings,
        NumberQueries numbers => (TKey[])(object)numbers.Keys,
        NarrowQueries narrow => (TKey[])(object)narrow.Keys,
        _ => throw new ArgumentException($"Unknown queries: {queries}.", nameof(queries)),
    };

    private readonly struct DictionaryLookup<TKey>(Dictionary<TKey, ulong> store, TKey[] keys) : ILookup
        where TKey : notnull
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value) => store.TryGetValue(keys[query], out value);
    }

    private readonly struct FrozenLookup<TKey>(FrozenDictionary<TKey, ulong> store, TKey[] keys) : ILookup
        where TKey : notnull
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value) => store.TryGetValue(keys[query], out value);
    }

    private readonly struct ConcurrentLookup<TKey>(ConcurrentDictionary<TKey, ulong> store, TKey[] keys) : ILookup
        where TKey : notnull
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryGet(int query, out ulong value) => store.TryGetValue(keys[query], out value);
    }
}
