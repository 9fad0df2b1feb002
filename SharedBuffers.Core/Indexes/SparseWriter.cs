namespace SharedBuffers.Indexes;

/// <summary>Writes an array most of whose elements are given in ascending order; what is left out becomes zeros. One buffer of memory.</summary>
internal sealed class SparseWriter
{
    private const int BufferLength = 1 << 17;

    private readonly Stream _destination;
    private readonly int _elementSize;
    private readonly byte[] _buffer;
    private readonly long _elementsPerBuffer;
    private long _firstElement;

    /// <summary>Starts with element 0.</summary>
    public SparseWriter(Stream destination, int elementSize)
    {
        _destination = destination;
        _elementSize = elementSize;
        _elementsPerBuffer = BufferLength / elementSize;
        _buffer = new byte[_elementsPerBuffer * elementSize];
    }

    /// <summary>The zeroed bytes of an element, to be filled before the next call. Elements must not descend.</summary>
    public Span<byte> At(ulong element)
    {
        FlushBefore((long)element);
        return _buffer.AsSpan((int)((long)element - _firstElement) * _elementSize, _elementSize);
    }

    /// <summary>Writes what is left, and zeros until <paramref name="length"/> bytes were written in all.</summary>
    public void Finish(ulong length)
    {
        FlushBefore((long)length / _elementSize);
        _destination.Write(_buffer.AsSpan(0, (int)((long)length - (_firstElement * _elementSize))));
    }

    private void FlushBefore(long element)
    {
        while (element - _firstElement >= _elementsPerBuffer)
        {
            _destination.Write(_buffer);
            Array.Clear(_buffer);
            _firstElement += _elementsPerBuffer;
        }
    }
}
