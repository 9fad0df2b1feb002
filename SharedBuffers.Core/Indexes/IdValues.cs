using System.Buffers.Binary;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;

namespace SharedBuffers.Indexes;

/// <summary>The values of one key, where they lie in the file: nothing is copied and nothing allocated.</summary>
/// <remarks>
/// <para>Values come in the order in which they were added. Files keep them in 4 or in 8 bytes each, all alike (<see cref="ValueWidth"/>): the indexer and the enumerator
/// show both as 64-bit numbers; <see cref="AsUInt32Span"/> and <see cref="AsUInt64Span"/> show them as they are.</para>
/// <para>A readonly struct, safe to copy, store and share between threads; <c>default</c> has no values. Good while the mapper's file is open: after its dispose an access
/// to several values throws <see cref="ObjectDisposedException"/>; a single value is part of the struct and stays.</para>
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "It is the values of an id, and reads as such.")]
public readonly struct IdValues : IReadOnlyList<ulong>, IEquatable<IdValues>
{
    private readonly BufferView _run;
    private readonly ulong _single;
    private readonly int _count;
    private readonly int _width;

    internal IdValues(ulong single, int width)
    {
        // So that the bytes of the field start with the value in any width and on any machine.
        _single = BitConverter.IsLittleEndian ? single : BinaryPrimitives.ReverseEndianness(single);
        _count = 1;
        _width = width;
    }

    internal IdValues(BufferView run, int count, int width)
    {
        _run = run;
        _count = count;
        _width = width;
    }

    /// <summary>Values; 0 for <c>default</c>, the values of an absent key.</summary>
    public int Count => _count;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Bytes of a value in the file: 4 or 8; 0 for <c>default</c>.</summary>
    public int ValueWidth => _width;

    private bool IsSingle => _count == 1 && _run.Length == 0;

    /// <summary>A value. O(1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such value.</exception>
    public ulong this[int index]
    {
        get
        {
            if ((uint)index >= (uint)_count)
            {
                ThrowHelper.ArgumentOutOfRange(nameof(index), index, $"The key has {_count} values.");
            }

            if (IsSingle)
            {
                return BitConverter.IsLittleEndian ? _single : BinaryPrimitives.ReverseEndianness(_single);
            }

            return _width == sizeof(uint) ? _run.Read<uint>((long)index * sizeof(uint)) : _run.Read<ulong>((long)index * sizeof(ulong));
        }
    }

    /// <summary>The values as the file has them, when it keeps them in 4 bytes. Good while the struct is in scope and the file open.</summary>
    /// <exception cref="InvalidOperationException">There are values, and they are 8 bytes wide: ask <see cref="ValueWidth"/> first.</exception>
    [UnscopedRef]
    public ReadOnlySpan<uint> AsUInt32Span() => MemoryMarshal.Cast<byte, uint>(Bytes(sizeof(uint)));

    /// <summary>The values as the file has them, when it keeps them in 8 bytes. Good while the struct is in scope and the file open.</summary>
    /// <exception cref="InvalidOperationException">There are values, and they are 4 bytes wide: ask <see cref="ValueWidth"/> first.</exception>
    [UnscopedRef]
    public ReadOnlySpan<ulong> AsUInt64Span() => MemoryMarshal.Cast<byte, ulong>(Bytes(sizeof(ulong)));

    /// <summary>Copies the values.</summary>
    /// <returns>Values copied: <see cref="Count"/>.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public int CopyTo(Span<ulong> destination)
    {
        if (destination.Length < _count)
        {
            ThrowHelper.Argument($"{_count} values do not fit {destination.Length}.", nameof(destination));
        }

        if (_width == sizeof(ulong))
        {
            AsUInt64Span().CopyTo(destination);
            return _count;
        }

        ReadOnlySpan<uint> narrow = AsUInt32Span();
        for (int i = 0; i < narrow.Length; i++)
        {
            destination[i] = narrow[i];
        }

        return _count;
    }

    /// <summary>A copy of the values.</summary>
    public ulong[] ToArray()
    {
        if (_count == 0)
        {
            return [];
        }

        ulong[] copy = GC.AllocateUninitializedArray<ulong>(_count);
        CopyTo(copy);
        return copy;
    }

    /// <summary>Whether a value is among them. O(n).</summary>
    public bool Contains(ulong value) => _width == sizeof(ulong)
        ? AsUInt64Span().Contains(value)
        : value <= uint.MaxValue && AsUInt32Span().Contains((uint)value);

    /// <summary>Enumerates the values; allocates nothing with <c>foreach</c>.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<ulong> IEnumerable<ulong>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether the same values come in the same order.</summary>
    public bool Equals(IdValues other)
    {
        if (_count != other._count)
        {
            return false;
        }

        for (int i = 0; i < _count; i++)
        {
            if (this[i] != other[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IdValues other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _count == 0 ? 0 : HashCode.Combine(_count, this[0], this[_count - 1]);

    /// <summary>Equality of values and order.</summary>
    public static bool operator ==(IdValues left, IdValues right) => left.Equals(right);

    /// <summary>Inequality of values or order.</summary>
    public static bool operator !=(IdValues left, IdValues right) => !left.Equals(right);

    /// <summary>Throws when the results of a batch do not fit.</summary>
    internal static void CheckRoom(int keys, Span<IdValues> values)
    {
        if (values.Length < keys)
        {
            ThrowHelper.Argument($"Results for {keys} keys do not fit {values.Length}.", nameof(values));
        }
    }

    [UnscopedRef]
    private ReadOnlySpan<byte> Bytes(int width)
    {
        if (_count == 0)
        {
            return default;
        }

        if (_width != width)
        {
            ThrowHelper.InvalidOperation($"The values are {_width} bytes wide, not {width}.");
        }

        return IsSingle ? MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in _single))[..width] : _run.GetSpan(0, _count * width);
    }

    /// <summary>Walks the values of a key.</summary>
    public struct Enumerator : IEnumerator<ulong>
    {
        private readonly IdValues _values;
        private int _index;

        internal Enumerator(in IdValues values)
        {
            _values = values;
            _index = -1;
        }

        /// <summary>The value.</summary>
        public readonly ulong Current
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => _values[_index];
        }

        readonly object IEnumerator.Current => Current;

        /// <summary>Goes to the next value.</summary>
        public bool MoveNext() => ++_index < _values._count;

        /// <summary>Starts again.</summary>
        public void Reset() => _index = -1;

        /// <summary>Does nothing: there is nothing to free.</summary>
        public readonly void Dispose()
        {
        }
    }
}
