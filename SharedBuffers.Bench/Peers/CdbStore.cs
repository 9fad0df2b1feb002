using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;

namespace SharedBuffers.Bench.Peers;

/// <summary>cdb as tinycdb implements it, when its library is installed (Debian: <c>libcdb1</c>): an immutable mapped hash file, the closest relative. Files end at 4 GiB.</summary>
internal sealed unsafe partial class CdbStore : Store
{
    public const string StoreName = "cdb";

    private const string Library = "libcdb.so.1";

    /// <summary>More than either of tinycdb's two structures takes (<c>struct cdb_make</c>: about 6 KiB).</summary>
    private const int StructureSize = 16 << 10;

    private readonly SafeFileHandle _file;
    private readonly void* _cdb;

    private CdbStore(string path)
    {
        _file = File.OpenHandle(path);
        _cdb = NativeMemory.AllocZeroed(StructureSize);
        Check(Initialize(_cdb, _file));
    }

    public static bool IsInstalled { get; } = NativeLibrary.TryLoad(Library, out _);

    public override string Name => StoreName;

    public static CdbStore Build(string path, Entries entries)
    {
        Write(path, entries);
        return new CdbStore(path);
    }

    /// <summary>Opens a file that <see cref="Write"/> made.</summary>
    public static CdbStore Open(string path) => new(path);

    public static void Write(string path, Entries entries)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite);
        void* make = NativeMemory.AllocZeroed(StructureSize);
        Check(MakeStart(make, file));
        byte* text = stackalloc byte[Math.Max(1, entries.TextLength)];
        for (long i = 0; i < entries.Count; i++)
        {
            ulong number = KeySpace.Number(i);
            ulong value = KeySpace.Value(i);
            if (entries.IsText)
            {
                KeySpace.WriteText(i, new Span<byte>(text, entries.TextLength));
                Check(MakeAdd(make, text, (uint)entries.TextLength, &value, sizeof(ulong)));
            }
            else
            {
                Check(MakeAdd(make, &number, sizeof(ulong), &value, sizeof(ulong)));
            }
        }

        Check(MakeFinish(make));
        NativeMemory.Free(make);
    }

    public override Contender Lookups(Queries queries, Pattern pattern, int operations) => queries switch
    {
        TextQueries text => Contender(new TextLookup(_cdb, text), pattern, queries, operations),
        NumberQueries numbers => Contender(new NumberLookup(_cdb, numbers), pattern, queries, operations),
        _ => throw new ArgumentException($"Unknown queries: {queries}.", nameof(queries)),
    };

    public override void Dispose()
    {
        Free(_cdb);
        NativeMemory.Free(_cdb);
        _file.Dispose();
    }

    [LibraryImport(Library, EntryPoint = "cdb_init")]
    private static partial int Initialize(void* cdb, SafeFileHandle file);

    [LibraryImport(Library, EntryPoint = "cdb_free")]
    private static partial void Free(void* cdb);

    // As for LMDB, the short calls are charged for their own work only.
    [LibraryImport(Library, EntryPoint = "cdb_find")]
    [SuppressGCTransition]
    private static partial int Find(void* cdb, void* key, uint length);

    [LibraryImport(Library, EntryPoint = "cdb_make_start")]
    private static partial int MakeStart(void* make, SafeFileHandle file);

    [LibraryImport(Library, EntryPoint = "cdb_make_add")]
    private static partial int MakeAdd(void* make, void* key, uint keyLength, void* value, uint valueLength);

    [LibraryImport(Library, EntryPoint = "cdb_make_finish")]
    private static partial int MakeFinish(void* make);

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw new InvalidOperationException($"cdb answers {result}: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    private static bool Get(void* cdb, void* key, int length, out ulong value)
    {
        bool found = Find(cdb, key, (uint)length) > 0;
        var state = (State*)cdb;

        // SAFETY: cdb_find answered 1, so its position is that of the eight bytes that Write stored, inside the mapping.
        value = found ? *(ulong*)(state->Memory + state->ValuePosition) : 0;
        return found;
    }

    /// <summary>The head of tinycdb's <c>struct cdb</c>; its macro <c>cdb_datapos</c> reads the same field.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct State
    {
        public int File;
        public uint FileSize;
        public uint DataEnd;
        public byte* Memory;
        public uint ValuePosition;
        public uint ValueLength;
    }

    private readonly struct TextLookup(void* cdb, TextQueries queries) : ILookup
    {
        public bool TryGet(int query, out ulong value)
        {
            ReadOnlySpan<byte> key = queries.Utf8(query);
            fixed (byte* pinned = key)
            {
                return Get(cdb, pinned, key.Length, out value);
            }
        }
    }

    private readonly struct NumberLookup(void* cdb, NumberQueries queries) : ILookup
    {
        public bool TryGet(int query, out ulong value)
        {
            ulong key = queries.Keys[query];
            return Get(cdb, &key, sizeof(ulong), out value);
        }
    }
}
