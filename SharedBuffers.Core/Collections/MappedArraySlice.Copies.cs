using SharedBuffers.Diagnostics;

namespace SharedBuffers.Collections;

public readonly partial struct MappedArraySlice<TView>
{
    /// <summary>Copies every record into something that does not need the file: <c>records.ToArray(p =&gt; p.ToProduct())</c>.</summary>
    /// <typeparam name="TResult">What a record becomes.</typeparam>
    /// <param name="clone">Copies a record.</param>
    /// <exception cref="OverflowException">There are more records than an array can hold.</exception>
    /// <exception cref="CorruptBufferException">The file is damaged.</exception>
    public TResult[] ToArray<TResult>(Func<TView, TResult> clone)
    {
        ArgumentNullException.ThrowIfNull(clone);
        if (_count > Array.MaxLength)
        {
            ThrowHelper.Overflow_Count(_count);
        }

        var copies = new TResult[_count];
        for (int i = 0; i < copies.Length; i++)
        {
            copies[i] = clone(this[(long)i]);
        }

        return copies;
    }

    /// <summary>The views of all records: they need the file, and save the way over the array index.</summary>
    /// <inheritdoc cref="ToArray{TResult}" path="/exception"/>
    public TView[] ToArray() => ToArray(static view => view);
}
