using System.Collections;
using System.Runtime.CompilerServices;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

public readonly partial struct SharedList<T>
{
    /// <summary>Enumerates a list without allocating. An element is read once, when the enumerator comes to it.</summary>
    /// <remarks>
    /// PERF: scenario collections, list-enumeration. It goes from offset to offset, without the list: fewer fields than that has, none of which a call takes the address of, stay
    /// in registers. Each read is still checked against the region, which may have been disposed since the last one.
    /// </remarks>
    public struct Enumerator : IEnumerator<T>
    {
        private readonly MemoryRegion _region;
        private readonly long _origin;

        /// <summary>Where an element before the first one would lie.</summary>
        private readonly long _start;

        /// <summary>Offset of the last element; where none is, that before it.</summary>
        private readonly long _last;

        private readonly long _stride;
        private readonly byte _code;
        private long _offset;
        private T _current;

        internal Enumerator(SharedList<T> list)
        {
            _region = list._region!;
            _origin = list._origin;
            _stride = (long)list._step * list._elementSize;
            _start = list._data - _stride;
            _last = _start + (list._count * _stride);
            _code = list._code;
            _offset = _start;
            _current = default!;
        }

        /// <inheritdoc/>
        public readonly T Current => _current;

        readonly object? IEnumerator.Current => Current;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            if (_offset == _last)
            {
                _current = default!;
                return false;
            }

            _offset += _stride;
            _current = IsStored(_code) ? ReadStored(_region, _offset)
                : ElementReader<T>.InlineCode != ValueTypeCode.None ? ReadNumber(_region, _origin, _code, _offset)
                : ReadConverted(_region, _origin, _code, _offset);
            return true;
        }

        /// <summary>
        /// Reads a number of another type. No call in it returns: across one, the sum of the caller's loop, if that is a floating-point number, would go through memory with every
        /// element, because the calling convention keeps no such register.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static T ReadNumber(MemoryRegion region, long origin, byte code, long offset)
        {
            if (code is SequenceCode.Pointers32 or SequenceCode.Pointers64)
            {
                long pointer = code == SequenceCode.Pointers32 ? region.Read<int>(offset) : region.Read<long>(offset);
                if (pointer == SequenceCode.NullPointer)
                {
                    NumericReader.ThrowNull<T>(offset);
                }

                offset = unchecked(origin + pointer);
                code = region.Read<byte>(offset++);
            }

            if (!NumericReader.TryRead(region, (ValueTypeCode)code, offset, out T number))
            {
                NumericReader.ThrowCannotShow<T>((ValueTypeCode)code, offset);
            }

            return number;
        }

        /// <inheritdoc/>
        public void Reset()
        {
            _offset = _start;
            _current = default!;
        }

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
