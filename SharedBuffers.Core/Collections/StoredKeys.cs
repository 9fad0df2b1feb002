using System.Buffers;
using System.Runtime.CompilerServices;
using SharedBuffers.Layout;

namespace SharedBuffers.Collections;

/// <summary>Keys as files hold them, for the time of one batch: byte strings end to end in pooled memory, or integers.</summary>
internal ref struct StoredKeys : IDisposable
{
    private const int LeastLength = 512;

    private readonly bool _areBytes;

    /// <summary>Hashes of byte strings, or integers.</summary>
    private readonly Span<ulong> _numbers;

    private readonly Span<int> _ends;

    private byte[]? _rented;

    /// <param name="kind">What the keys are.</param>
    /// <param name="numbers">Memory of the caller, a number for each key.</param>
    /// <param name="ends">Memory of the caller, an end for each key.</param>
    public StoredKeys(KeyKind kind, Span<ulong> numbers, Span<int> ends)
    {
        _areBytes = kind.IsByteString();
        _numbers = numbers;
        _ends = ends;
    }

    /// <summary>Keys.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of all keys, if they are byte strings.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _rented.AsSpan(0, End);

    /// <summary>The end of each key in <see cref="Bytes"/>.</summary>
    public readonly ReadOnlySpan<int> Ends => _ends[..Count];

    /// <summary>The hash of each key under seed 0, if they are byte strings.</summary>
    public readonly ReadOnlySpan<ulong> Hashes => _numbers[..Count];

    /// <summary>The keys, if they are integers.</summary>
    public readonly ReadOnlySpan<ulong> Bits => _numbers[..Count];

    private readonly int End => Count == 0 ? 0 : _ends[Count - 1];

    /// <summary>A key; good until the next one is added.</summary>
    public readonly StoredKey this[int index] => _areBytes ? new StoredKey(GetBytes(index), _numbers[index]) : new StoredKey(_numbers[index]);

    /// <summary>Adds a key.</summary>
    public void Add(scoped StoredKey key)
    {
        if (!_areBytes)
        {
            _numbers[Count++] = key.Bits;
            return;
        }

        int end = End;
        if (key.Bytes.Length > (_rented?.Length ?? 0) - end)
        {
            Grow(end, key.Bytes.Length);
        }

        key.Bytes.CopyTo(_rented.AsSpan(end));
        _numbers[Count] = key.Hash;
        _ends[Count++] = end + key.Bytes.Length;
    }

    /// <summary>Forgets all keys but those before and the one at an index, which comes next: called with ascending indexes, it takes some keys away.</summary>
    /// <param name="index">The key that stays.</param>
    /// <param name="kept">How many stayed before it.</param>
    public readonly void Keep(int index, int kept)
    {
        _numbers[kept] = _numbers[index];
        if (!_areBytes)
        {
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
