using System.Runtime.InteropServices;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;

namespace SharedBuffers.Bench.Peers;

/// <summary>LMDB, when its library is installed (Debian: <c>liblmdb0</c>): built in key order, read in one read-only transaction.</summary>
internal sealed unsafe class LmdbStore : Store
{
    public const string StoreName = "LMDB";

    private readonly nint _environment;
    private readonly nint _transaction;
    private readonly uint _database;

    private LmdbStore(string path, Entries entries)
    {
        _environment = OpenEnvironment(path, LmdbNative.ReadOnly | LmdbNative.NoLock, MapSize(entries));
        Check(LmdbNative.Begin(_environment, 0, LmdbNative.ReadOnly, out _transaction));
        Check(LmdbNative.OpenDatabase(_transaction, 0, entries.IsText ? 0 : LmdbNative.IntegerKey, out _database));
    }

    public static bool IsInstalled { get; } = NativeLibrary.TryLoad(LmdbNative.Library, out _);

    public override string Name => StoreName;

    public static LmdbStore Build(string path, Entries entries)
    {
        Write(path, entries);
        return new LmdbStore(path, entries);
    }

    /// <summary>Opens a file that <see cref="Write"/> made.</summary>
    public static LmdbStore Open(string path, Entries entries) => new(path, entries);

    public static void Write(string path, Entries entries)
    {
        File.Delete(path);
        nint environment = OpenEnvironment(path, LmdbNative.NoSync | LmdbNative.NoLock, MapSize(entries));
        Check(LmdbNative.Begin(environment, 0, 0, out nint transaction));
        Check(LmdbNative.OpenDatabase(transaction, 0, entries.IsText ? 0 : LmdbNative.IntegerKey, out uint database));
        byte* text = stackalloc byte[Math.Max(1, entries.TextLength)];
        foreach (long entry in entries.InKeyOrder())
        {
            ulong number = KeySpace.Number(entry);
            ulong content = KeySpace.Value(entry);
            LmdbNative.Value key = entries.IsText ? new() { Size = (nuint)entries.TextLength, Data = text } : new() { Size = sizeof(ulong), Data = &number };
            if (entries.IsText)
            {
                KeySpace.WriteText(entry, new Span<byte>(text, entries.TextLength));
            }

            var value = new LmdbNative.Value { Size = sizeof(ulong), Data = &content };
            Check(LmdbNative.Put(transaction, database, &key, &value, LmdbNative.Append));
        }

        Check(LmdbNative.Commit(transaction));
        LmdbNative.Close(environment);
    }

    public override Contender Lookups(Queries queries, Pattern pattern, int operations) => queries switch
    {
        TextQueries text => Contender(new TextLookup(_transaction, _database, text), pattern, queries, operations),
        NumberQueries numbers => Contender(new NumberLookup(_transaction, _database, numbers), pattern, queries, operations),
        _ => throw new ArgumentException($"Unknown queries: {queries}.", nameof(queries)),
    };

    public override void Dispose()
    {
        LmdbNative.Abort(_transaction);
        LmdbNative.Close(_environment);
    }

    private static nint OpenEnvironment(string path, uint flags, nuint mapSize)
    {
        Check(LmdbNative.CreateEnvironment(out nint environment));
        Check(LmdbNative.SetMapSize(environment, mapSize));
        Check(LmdbNative.Open(environment, path, flags | LmdbNative.NoSubdirectory, 0x1A4));
        return environment;
    }

    /// <summary>Address space, not memory: generous, and a multiple of the page.</summary>
    private static nuint MapSize(Entries entries) => (nuint)(((entries.Count * (entries.TextLength + 64)) + (1 << 26)) & ~0xFFFL);

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new InvalidOperationException($"LMDB answers {result}.");
        }
    }

    private static bool Get(nint transaction, uint database, void* data, int length, out ulong value)
    {
        var key = new LmdbNative.Value { Size = (nuint)length, Data = data };
        LmdbNative.Value found;
        int result = LmdbNative.Get(transaction, database, &key, &found);

        // SAFETY: LMDB answered 0, so the value is the eight bytes that Write stored.
        value = result == 0 ? *(ulong*)found.Data : 0;
        return result == 0;
    }

    private readonly struct TextLookup(nint transaction, uint database, TextQueries queries) : ILookup
    {
        public bool TryGet(int query, out ulong value)
        {
            ReadOnlySpan<byte> key = queries.Utf8(query);
            fixed (byte* pinned = key)
            {
                return Get(transaction, database, pinned, key.Length, out value);
            }
        }
    }

    private readonly struct NumberLookup(nint transaction, uint database, NumberQueries queries) : ILookup
    {
        public bool TryGet(int query, out ulong value)
        {
            ulong key = queries.Keys[query];
            return Get(transaction, database, &key, sizeof(ulong), out value);
        }
    }
}
