namespace SharedBuffers.Indexes;

/// <summary>Tuples of two as keys.</summary>
internal sealed class TupleKeyForm<T1, T2> : ObjectKeyForm<(T1 First, T2 Second)>
{
    public override void Append(scoped ref ObjectKeyWriter writer, (T1 First, T2 Second) key)
    {
        writer.BeginTuple(2);
        writer.AppendPart(key.First);
        writer.AppendPart(key.Second);
    }

    public override (T1 First, T2 Second) Read(ref ObjectKeyReader reader)
    {
        reader.TakeTuple<(T1, T2)>(2);
        return (reader.Take<T1>(), reader.Take<T2>());
    }
}
