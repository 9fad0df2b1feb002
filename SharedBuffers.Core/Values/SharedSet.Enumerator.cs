using System.Collections;
using SharedBuffers.Layout;
using SharedBuffers.Memory;

namespace SharedBuffers.Values;

public readonly partial struct SharedSet<T>
{
    /// <summary>The bits of a set of small integers, bit x for x; none for a set that is stored in another form.</summary>
    private UInt128 Bits => _code switch
    {
        SequenceCode.Bitmap56 => _region!.Read<ulong>(_offset) >> 8,
        SequenceCode.Bitmap120 => new UInt128(_region!.Read<ulong>(_offset + sizeof(ulong)), _region.Read<ulong>(_offset)) >> 8,
        _ => 0,
    };

    /// <summary>Enumerates a set without allocating.</summary>
    public struct Enumerator : IEnumerator<T>
    {
        private readonly MemoryRegion? _region;
        private readonly UInt128 _bits;
        private SharedList<T>.Enumerator _elements;
        private UInt128 _rest;
        private T _current;

        internal Enumerator(SharedSet<T> set)
        {
            _region = set._region;
            _bits = set.Bits;
            _rest = _bits;
            _elements = (set._region is null || set.IsBitmap ? default : new SharedList<T>(set._region, set._offset)).GetEnumerator();
            _current = default!;
        }

        /// <inheritdoc/>
        public readonly T Current => _current;

        readonly object? IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext()
        {
            if (_rest != 0)
            {
                _region!.CheckBounds(0, 0);

                // The elements of a bitmap are stored nowhere as numbers; a table lends them a place, so that every kind of view can show them.
                _current = ElementReader<T>.ReadPayload(SmallIntegers.Region, ValueTypeCode.UInt8, (long)UInt128.TrailingZeroCount(_rest));
                _rest &= _rest - 1;
                return true;
            }

            bool found = _elements.MoveNext();
            _current = _elements.Current;
            return found;
        }

        /// <inheritdoc/>
        public void Reset()
        {
            _rest = _bits;
            _elements.Reset();
            _current = default!;
        }

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
