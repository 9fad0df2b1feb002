using System.Collections;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Collections;

public sealed partial class OverlayDictionary<TKey, TView>
{
    /// <summary>The keys, in the order of the enumeration. Text keys become strings, in which bytes that are no UTF-8 show as U+FFFD.</summary>
    public IEnumerable<TKey> Keys
    {
        get
        {
            foreach (KeyValuePair<TKey, TView> pair in this)
            {
                yield return pair.Key;
            }
        }
    }

    /// <summary>The records, in the order of the enumeration.</summary>
    public IEnumerable<TView> Values
    {
        get
        {
            Enumerator all = GetEnumerator();
            while (all.MoveNext())
            {
                yield return all.CurrentValue;
            }
        }
    }

    /// <summary>Enumerates keys and records without boxing; each text key becomes a string when it is asked for.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<KeyValuePair<TKey, TView>> IEnumerable<KeyValuePair<TKey, TView>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks keys and records.</summary>
    public struct Enumerator : IEnumerator<KeyValuePair<TKey, TView>>
    {
        private readonly OverlayDictionary<TKey, TView> _dictionary;
        private int _layer;
        private long _position;
        private ulong _entry;
        private bool _isValid;

        internal Enumerator(OverlayDictionary<TKey, TView> dictionary)
        {
            _dictionary = dictionary;
            _position = -1;
        }

        /// <inheritdoc/>
        public readonly KeyValuePair<TKey, TView> Current => new(CurrentKey, CurrentValue);

        /// <summary>The key; a new string if it is text, a new array if it is bytes.</summary>
        public readonly TKey CurrentKey => Index.GetKey<TKey>(_position, _entry);

        /// <summary>The record. No allocation.</summary>
        public readonly TView CurrentValue => Index.Records.GetRecord<TView>(Index.FirstOffsetOf(_entry));

        readonly object IEnumerator.Current => Current;

        private readonly KeyIndex Index
        {
            get
            {
                if (!_isValid)
                {
                    ThrowHelper.InvalidOperation_EnumeratorPosition();
                }

                return _dictionary._layers[_layer];
            }
        }

        /// <inheritdoc/>
        public bool MoveNext() => _isValid = _dictionary._layers.TryMoveNext(ref _layer, ref _position, out _entry);

        /// <inheritdoc/>
        public void Reset()
        {
            _layer = 0;
            _position = -1;
            _isValid = false;
        }

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
