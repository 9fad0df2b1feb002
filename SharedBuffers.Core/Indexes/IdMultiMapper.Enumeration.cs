using System.Collections;

namespace SharedBuffers.Indexes;

public abstract partial class IdMultiMapper<TKey>
{
    /// <summary>Walks the keys with their values in the order of the table.</summary>
    public struct Enumerator : IEnumerator<IdGroup<TKey>>
    {
        private SlotEnumerator _slots;

        internal Enumerator(IdMultiMapper<TKey> mapper) => _slots = new SlotEnumerator(mapper);

        /// <summary>The key and its values.</summary>
        public readonly IdGroup<TKey> Current => new(_slots.Key, _slots.Table.ValuesOf(_slots.SlotValue));

        readonly object IEnumerator.Current => Current;

        /// <summary>Goes to the next key.</summary>
        public bool MoveNext() => _slots.MoveNext();

        /// <summary>Starts again.</summary>
        public void Reset() => _slots.Reset();

        /// <summary>Does nothing: there is nothing to free.</summary>
        public readonly void Dispose()
        {
        }
    }
}
