using FASTER.core;
using SharedBuffers.Bench.Data;
using SharedBuffers.Bench.Measuring;
using NumberSession = FASTER.core.ClientSession<ulong, ulong, ulong, ulong, FASTER.core.Empty, FASTER.core.SimpleFunctions<ulong, ulong, FASTER.core.Empty>>;
using TextSession = FASTER.core.ClientSession<
    FASTER.core.SpanByte, FASTER.core.SpanByte, FASTER.core.SpanByte, FASTER.core.SpanByteAndMemory, FASTER.core.Empty, FASTER.core.SpanByteFunctions<FASTER.core.Empty>>;

namespace SharedBuffers.Bench.Peers;

/// <summary>FASTER with its whole log in memory and no device behind it: the fastest way it reads.</summary>
internal sealed class FasterStore : Store
{
    public const string StoreName = "FASTER (in memory)";

    /// <summary>Entries for each cache line of the hash table; a line holds seven.</summary>
    private const int EntriesPerBucket = 4;

    private readonly IDisposable[] _owned;
    private readonly Func<FasterStore, Queries, Pattern, int, Contender> _lookups;

    private FasterStore(IDisposable[] owned, Func<FasterStore, Queries, Pattern, int, Contender> lookups)
    {
        _owned = owned;
        _lookups = lookups;
    }

    public override string Name => StoreName;

    public static FasterStore Build(Entries entries) => entries.IsText ? BuildText(entries) : BuildNumbers(entries);

    public override Contender Lookups(Queries queries, Pattern pattern, int operations) => _lookups(this, queries, pattern, operations);

    public override void Dispose()
    {
        foreach (IDisposable owned in _owned)
        {
            owned.Dispose();
        }
    }

    private static FasterStore BuildNumbers(Entries entries)
    {
        var device = new NullDevice();
        var store = new FasterKV<ulong, ulong>(Buckets(entries), Log(device, entries.Count * 24));
        NumberSession session = store.For(new SimpleFunctions<ulong, ulong, Empty>()).NewSession<SimpleFunctions<ulong, ulong, Empty>>();
        for (long i = 0; i < entries.Count; i++)
        {
            ulong key = KeySpace.Number(i);
            ulong value = KeySpace.Value(i);
            _ = session.Upsert(ref key, ref value);
        }

        return new FasterStore([session, store, device], (self, queries, pattern, operations) =>
            self.Contender(new NumberLookup(session, (NumberQueries)queries), pattern, queries, operations));
    }

    private static unsafe FasterStore BuildText(Entries entries)
    {
        var device = new NullDevice();
        var store = new FasterKV<SpanByte, SpanByte>(Buckets(entries), Log(device, entries.Count * (32 + entries.TextLength)));
        TextSession session = store.For(new SpanByteFunctions<Empty>()).NewSession<SpanByteFunctions<Empty>>();
        Span<byte> text = stackalloc byte[entries.TextLength];
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        for (long i = 0; i < entries.Count; i++)
        {
            KeySpace.WriteText(i, text);
            BitConverter.TryWriteBytes(number, KeySpace.Value(i));
            SpanByte key = SpanByte.FromFixedSpan(text);
            SpanByte value = SpanByte.FromFixedSpan(number);
            _ = session.Upsert(ref key, ref value);
        }

        return new FasterStore([session, store, device], (self, queries, pattern, operations) =>
            self.Contender(new TextLookup(session, (TextQueries)queries), pattern, queries, operations));
    }

    private static long Buckets(Entries entries) => (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)Math.Max(64, entries.Count / EntriesPerBucket));

    private static LogSettings Log(IDevice device, long bytes) => new()
    {
        LogDevice = device,
        PageSizeBits = 22,
        MemorySizeBits = Math.Max(26, System.Numerics.BitOperations.Log2((ulong)bytes) + 2),
    };

    private readonly struct NumberLookup(NumberSession session, NumberQueries queries) : ILookup
    {
        public bool TryGet(int query, out ulong value)
        {
            ulong output = 0;
            bool found = session.Read(ref queries.Keys[query], ref output).Found;
            value = output;
            return found;
        }
    }

    private readonly unsafe struct TextLookup(TextSession session, TextQueries queries) : ILookup
    {
        public bool TryGet(int query, out ulong value)
        {
            ulong found = 0;
            ReadOnlySpan<byte> utf8 = queries.Utf8(query);

            // SAFETY: the key's array is pinned while FASTER reads it, the output is a local that it copies eight bytes to.
            fixed (byte* pinned = utf8)
            {
                var key = new SpanByte(utf8.Length, (nint)pinned);
                var output = new SpanByteAndMemory(new SpanByte(sizeof(ulong), (nint)(&found)));
                bool hit = session.Read(ref key, ref output).Found;
                value = hit ? found : 0;
                return hit;
            }
        }
    }
}
