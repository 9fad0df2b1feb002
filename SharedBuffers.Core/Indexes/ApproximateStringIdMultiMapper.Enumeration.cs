using System.Collections;

namespace SharedBuffers.Indexes;

/// <remarks>Without keys, what there is to enumerate are fingerprints and values.</remarks>
public sealed partial class ApproximateStringIdMultiMapper
{
    /// <summary>
    /// The fingerprints in hash order: the lower <see cref="FingerprintBits"/> of a hash each, with 1 where the lowest byte is 0. Several may be equal.
    /// </summary>
    public FingerprintCollection Fingerprints => new(this);

    /// <summary>The values of all keys in hash order.</summary>
    public IdValueCollection Values => new(Table);

    /// <summary>Fingerprints with the values of their keys, in hash order. The enumerator is a struct.</summary>
    public Enumerator GetEnumerator() => new(Table);

    IEnumerator<IdGroup<ulong>> IEnumerable<IdGroup<ulong>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks fingerprints and values in hash order.</summary>
    public struct Enumerator : IEnumerator<IdGroup<ulong>>
    {
        private readonly RawTable _table;
        private long _position;
        private ulong _fingerprint;
        private ulong _slotValue;

        internal Enumerator(RawTable table) => _table = table;

        /// <summary>A fingerprint and the values of its key.</summary>
        public readonly IdGroup<ulong> Current => new(_fingerprint, _table.ValuesOf(_slotValue));

        readonly object IEnumerator.Current => Current;

        internal readonly ulong Fingerprint => _fingerprint;

        /// <summary>Goes to the next fingerprint.</summary>
        public bool MoveNext()
        {
            while (_position < _table.PositionCount)
            {
                if (_table.TryReadFingerprint(_position++, out _fingerprint, out _slotValue))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Starts again.</summary>
        public void Reset() => _position = 0;

        /// <summary>Does nothing: there is nothing to free.</summary>
        public readonly void Dispose()
        {
        }
    }

    /// <summary>The fingerprints of a mapper.</summary>
    public readonly struct FingerprintCollection : IReadOnlyCollection<ulong>
    {
        private readonly ApproximateStringIdMultiMapper _mapper;

        internal FingerprintCollection(ApproximateStringIdMultiMapper mapper) => _mapper = mapper;

        /// <summary>Fingerprints: one for each distinct hash of a key.</summary>
        public int Count => _mapper.Count;

        /// <summary>A struct enumerator.</summary>
        public FingerprintEnumerator GetEnumerator() => new(_mapper.Table);

        IEnumerator<ulong> IEnumerable<ulong>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Walks the fingerprints in hash order.</summary>
    public struct FingerprintEnumerator : IEnumerator<ulong>
    {
        private Enumerator _slots;

        internal FingerprintEnumerator(RawTable table) => _slots = new Enumerator(table);

        /// <summary>The fingerprint.</summary>
        public readonly ulong Current => _slots.Fingerprint;

        readonly object IEnumerator.Current => Current;

        /// <summary>Goes to the next fingerprint.</summary>
        public bool MoveNext() => _slots.MoveNext();

        /// <summary>Starts again.</summary>
        public void Reset() => _slots.Reset();

        /// <summary>Does nothing: there is nothing to free.</summary>
        public readonly void Dispose()
        {
        }
    }
}
