namespace SharedBuffers.Indexes;

/// <summary>Tuples of three as keys.</summary>
internal sealed class TupleKeyForm<T1, T2, T3> : ObjectKeyForm<(T1 First, T2 Second, T3 Third)>
{
    public override void Append(scoped ref ObjectKeyWriter writer, (T1 First, T2 Second, T3 Third) key)
    {
        writer.BeginTuple(3);
        writer.AppendPart(key.First);
        writer.AppendPart(key.Second);
        writer.AppendPart(key.Third);
    }

    public override (T1 First, T2 Second, T3 Third) Read(ref ObjectKeyReader reader)
    {
        reader.TakeTuple<(T1, T2, T3)>(3);
        return (reader.Take<T1>(), reader.Take<T2>(), reader.Take<T3>());
    }
}
