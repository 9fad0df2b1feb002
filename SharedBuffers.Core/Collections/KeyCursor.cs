using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;

namespace SharedBuffers.Collections;

/// <summary>Where an enumeration of the keys of an index stands.</summary>
internal struct KeyCursor(KeyIndex index)
{
    private long _position = -1;
    private ulong _entry;
    private bool _isValid;

    /// <summary>What the key leads to.</summary>
    public readonly ulong Entry
    {
        get
        {
            Check();
            return _entry;
        }
    }

    public bool MoveNext() => _isValid = index.TryMoveNext(ref _position, out _entry);

    public void Reset()
    {
        _position = -1;
        _isValid = false;
    }

    /// <summary>The bytes of a byte-string key.</summary>
    public readonly BufferView GetKey()
    {
        Check();
        return index.GetKey(_position, _entry);
    }

    /// <summary>The key.</summary>
    public readonly TKey GetKey<TKey>()
    {
        Check();
        return index.GetKey<TKey>(_position, _entry);
    }

    private readonly void Check()
    {
        if (!_isValid)
        {
            ThrowHelper.InvalidOperation_EnumeratorPosition();
        }
    }
}
