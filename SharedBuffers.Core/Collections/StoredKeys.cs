using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>Keys as files hold them, for the time of one batch: byte strings end to end in pooled memory, or integers.</summary>
internal ref struct StoredKeys : IDisposable
{
    private const int LeastLength = 512;

    private readonly bool _areBytes;
    private readonly Span<ulong> _places;

    /// <summary>Byte strings need no place but their end, which takes half of it.</summary>
    private readonly Span<int> _ends;

    private byte[]? _rented;

    /// <param name="kind">What the keys are.</param>
    /// <param name="places">Memory of the caller, a place for each key.</param>
    public StoredKeys(KeyKind kind, Span<ulong> places)
    {
        _areBytes = kind.IsByteString();
        _places = places;
        _ends = MemoryMarshal.Cast<ulong, int>(places);
    }

    /// <summary>Keys.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of all keys, if they are byte strings.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _rented.AsSpan(0, End);

    /// <summary>The end of each key in <see cref="Bytes"/>.</summary>
    public readonly ReadOnlySpan<int> Ends => _ends[..Count];

    /// <summary>The keys, if they are integers.</summary>
    public readonly ReadOnlySpan<ulong> Bits => _places[..Count];

    private readonly int End => Count == 0 ? 0 : _ends[Count - 1];

    /// <summary>A key; good until the next one is added.</summary>
    public readonly StoredKey this[int index] => _areBytes ? new StoredKey(GetBytes(index)) : new StoredKey(_places[index]);

    /// <summary>Adds a key.</summary>
    public void Add(scoped StoredKey key)
    {
        if (!_areBytes)
        {
            _places[Count++] = key.Bits;
            return;
        }

        int end = End;
        if (key.Bytes.Length > (_rented?.Length ?? 0) - end)
        {
            Grow(end, key.Bytes.Length);
        }

        key.Bytes.CopyTo(_rented.AsSpan(end));
        _ends[Count++] = end + key.Bytes.Length;
    }

    /// <summary>Forgets all keys but those before and the one at an index, which comes next: called with ascending indexes, it takes some keys away.</summary>
    /// <param name="index">The key that stays.</param>
    /// <param name="kept">How many stayed before it.</param>
    public readonly void Keep(int index, int kept)
    {
        if (!_areBytes)
        {
            _places[kept] = _places[index];
            return;
        }

        int start = kept == 0 ? 0 : _ends[kept - 1];
        ReadOnlySpan<byte> key = GetBytes(index);
        key.CopyTo(_rented.AsSpan(start));
        _ends[kept] = start + key.Length;
    }

    /// <summary>Forgets all keys but the first ones.</summary>
    public void Truncate(int count) => Count = count;

    /// <summary>Gives pooled memory back.</summary>
    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ReadOnlySpan<byte> GetBytes(int index)
    {
        int start = index == 0 ? 0 : _ends[index - 1];
        return _rented.AsSpan(start, _ends[index] - start);
    }

    private void Grow(int used, int more)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(used + more, Math.Max(LeastLength, 2 * used))));
        _rented.AsSpan(0, used).CopyTo(larger);
        Dispose();
        _rented = larger;
    }
}
