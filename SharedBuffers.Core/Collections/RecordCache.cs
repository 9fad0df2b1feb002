using SharedBuffers.Hashing;

namespace SharedBuffers.Collections;

/// <summary>
/// The images of recent records and where they lie, so that a record of the same bytes is stored once. Bytes are compared, never values: 1, 1.0 and true, which equal each
/// other in many languages, have different images.
/// </summary>
/// <remarks>The least recently used image goes first, when there are too many or they are too long together: what was forgotten is merely stored again.</remarks>
internal sealed class RecordCache(int capacity)
{
    /// <summary>Bytes of all images together at most.</summary>
    public const long MostBytes = 64L << 20;

    /// <summary>Longer records are not remembered: few are alike, and each would push out many.</summary>
    public const int LongestRecord = 1 << 20;

    private readonly Dictionary<ulong, LinkedListNode<Image>> _images = [];
    private readonly LinkedList<Image> _byUse = [];
    private long _length;

    /// <summary>Records remembered.</summary>
    public int Count => _images.Count;

    /// <summary>Where a record of these bytes lies.</summary>
    public bool TryGet(ReadOnlySpan<byte> image, out long offset)
    {
        if (_images.TryGetValue(XxHash3.Hash64(image), out LinkedListNode<Image>? node) && image.SequenceEqual(node.Value.Bytes))
        {
            _byUse.Remove(node);
            _byUse.AddLast(node);
            offset = node.Value.Offset;
            return true;
        }

        offset = 0;
        return false;
    }

    /// <summary>Remembers a record. Another one whose hash is the same is forgotten.</summary>
    public void Add(ReadOnlySpan<byte> image, long offset)
    {
        if (image.Length > LongestRecord)
        {
            return;
        }

        ulong hash = XxHash3.Hash64(image);
        if (_images.TryGetValue(hash, out LinkedListNode<Image>? other))
        {
            Forget(other);
        }

        _length += image.Length;
        _images[hash] = _byUse.AddLast(new Image(hash, offset, image.ToArray()));
        while (_images.Count > capacity || _length > MostBytes)
        {
            Forget(_byUse.First!);
        }
    }

    private void Forget(LinkedListNode<Image> node)
    {
        _images.Remove(node.Value.Hash);
        _byUse.Remove(node);
        _length -= node.Value.Bytes.Length;
    }

    private readonly record struct Image(ulong Hash, long Offset, byte[] Bytes);
}
