using System.Collections;

namespace SharedBuffers.Indexes;

public readonly partial struct ApproximateValues
{
    /// <summary>The values key by key.</summary>
    public readonly struct RunCollection : IEnumerable<IdValues>
    {
        private readonly ApproximateValues _all;

        internal RunCollection(in ApproximateValues all) => _all = all;

        /// <summary>A struct enumerator.</summary>
        public RunEnumerator GetEnumerator() => new(_all);

        IEnumerator<IdValues> IEnumerable<IdValues>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Walks the keys that look the same: the values of each.</summary>
    public struct RunEnumerator : IEnumerator<IdValues>
    {
        private readonly ApproximateValues _all;
        private IdValues _run;
        private ulong _slotValue;
        private uint _next;
        private bool _started;

        internal RunEnumerator(in ApproximateValues all)
        {
            _all = all;
            Reset();
        }

        /// <summary>The values of one key; none before the first.</summary>
        public readonly IdValues Current => _run;

        readonly object IEnumerator.Current => Current;

        /// <summary>Goes to the next key.</summary>
        public bool MoveNext()
        {
            if (_all._table is not { } table || (_started && !table.TryFindFingerprint(_all._hash, ref _next, out _slotValue)))
            {
                _run = default;
                return false;
            }

            _started = true;
            _run = table.ValuesOf(_slotValue);
            return true;
        }

        /// <summary>Starts again.</summary>
        public void Reset()
        {
            _run = default;
            _slotValue = _all._slotValue;
            _next = _all._next;
            _started = false;
        }

        /// <summary>Does nothing: there is nothing to free.</summary>
        public readonly void Dispose()
        {
        }
    }

    /// <summary>Walks the values.</summary>
    public struct Enumerator : IEnumerator<ulong>
    {
        private RunEnumerator _runs;
        private int _index;

        internal Enumerator(in ApproximateValues all)
        {
            _runs = new RunEnumerator(all);
            _index = -1;
        }

        /// <summary>The value.</summary>
        public readonly ulong Current => _runs.Current[_index];

        readonly object IEnumerator.Current => Current;

        /// <summary>Goes to the next value.</summary>
        public bool MoveNext()
        {
            if (++_index < _runs.Current.Count)
            {
                return true;
            }

            _index = 0;
            return _runs.MoveNext();
        }

        /// <summary>Starts again.</summary>
        public void Reset()
        {
            _runs.Reset();
            _index = -1;
        }

        /// <summary>Does nothing: there is nothing to free.</summary>
        public readonly void Dispose()
        {
        }
    }
}
