using System.Collections;
using System.Diagnostics.CodeAnalysis;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Indexes;

/// <summary>
/// What an <see cref="ApproximateStringIdMultiMapper"/> finds for a key: all values of the key if it is there, and now and then those of another key that looks the same.
/// </summary>
/// <remarks>
/// <para>Values of one key come in the order in which they were added; which key comes first is not said. Nothing is copied or allocated: values are read, and further keys looked for, as
/// they are enumerated. Almost always there is one key, and <see cref="Runs"/> shows its values where they lie.</para>
/// <para>A readonly struct, safe to copy, store and share between threads, good while the mapper is open: after its dispose an access throws
/// <see cref="ObjectDisposedException"/>. <c>default</c> has no values. Reading throws <see cref="CorruptBufferException"/> where the file is damaged.</para>
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "It is the values of an id, and reads as such.")]
[SuppressMessage("Performance", "CA1815", Justification = "Results are looked at, not compared.")]
public readonly partial struct ApproximateValues : IEnumerable<ulong>
{
    private readonly RawTable? _table;
    private readonly ulong _hash;
    private readonly ulong _slotValue;
    private readonly uint _next;

    /// <summary>Takes what a search found.</summary>
    /// <param name="table">The table.</param>
    /// <param name="hash">What was searched for.</param>
    /// <param name="slotValue">What the slot that was found has for a value.</param>
    /// <param name="next">Where the search goes on.</param>
    internal ApproximateValues(RawTable table, ulong hash, ulong slotValue, uint next)
    {
        _table = table;
        _hash = hash;
        _slotValue = slotValue;
        _next = next;
    }

    /// <summary>Whether nothing was found: the key was not added.</summary>
    public bool IsEmpty => _table is null;

    /// <summary>The first value.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public ulong First
    {
        get
        {
            if (_table is null)
            {
                ThrowHelper.InvalidOperation("Nothing was found, so there is no first value: ask IsEmpty first.");
            }

            return _table.FirstOf(_slotValue);
        }
    }

    /// <summary>The values key by key, as spans over the file: one element, but where several keys look the same.</summary>
    public RunCollection Runs => new(this);

    /// <summary>Values of all keys that look the same. O(keys found).</summary>
    public long CountValues()
    {
        long count = 0;
        foreach (IdValues run in Runs)
        {
            count += run.Count;
        }

        return count;
    }

    /// <summary>Whether a value is among them. O(n).</summary>
    public bool Contains(ulong value)
    {
        foreach (IdValues run in Runs)
        {
            if (run.Contains(value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Copies the values.</summary>
    /// <returns>Values copied.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public int CopyTo(Span<ulong> destination)
    {
        int copied = 0;
        foreach (IdValues run in Runs)
        {
            copied += run.CopyTo(destination[copied..]);
        }

        return copied;
    }

    /// <summary>A copy of the values.</summary>
    public ulong[] ToArray()
    {
        ulong[] copy = new ulong[CountValues()];
        CopyTo(copy);
        return copy;
    }

    /// <summary>Enumerates the values; allocates nothing with <c>foreach</c>.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<ulong> IEnumerable<ulong>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
