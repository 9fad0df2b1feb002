namespace SharedBuffers.Indexes;

/// <summary>Writes the values of dense keys, each at its place, and the mark of missing keys in between.</summary>
internal sealed class DirectWriter(Stream destination, int valueWidth)
{
    private readonly SparseWriter _values = new(destination, valueWidth);
    private ulong _next;

    /// <summary>Puts a value at its place; places ascend.</summary>
    public void Put(ulong place, ulong value)
    {
        FillTo(place);
        SlotValue.Write(_values.At(_next++), value);
    }

    /// <summary>Fills what is left of so many places, and zeros up to a length in bytes.</summary>
    public void Finish(ulong places, ulong length)
    {
        FillTo(places);
        _values.Finish(length);
    }

    private void FillTo(ulong end)
    {
        for (; _next < end; _next++)
        {
            SlotValue.Write(_values.At(_next), RawTable.Missing);
        }
    }
}
