namespace SharedBuffers.Indexes;

/// <summary>Tuples of four as keys.</summary>
internal sealed class TupleKeyForm<T1, T2, T3, T4> : ObjectKeyForm<(T1 First, T2 Second, T3 Third, T4 Fourth)>
{
    public override void Append(scoped ref ObjectKeyWriter writer, (T1 First, T2 Second, T3 Third, T4 Fourth) key)
    {
        writer.BeginTuple(4);
        writer.AppendPart(key.First);
        writer.AppendPart(key.Second);
        writer.AppendPart(key.Third);
        writer.AppendPart(key.Fourth);
    }

    public override (T1 First, T2 Second, T3 Third, T4 Fourth) Read(ref ObjectKeyReader reader)
    {
        reader.TakeTuple<(T1, T2, T3, T4)>(4);
        return (reader.Take<T1>(), reader.Take<T2>(), reader.Take<T3>(), reader.Take<T4>());
    }
}
