using System.Runtime.CompilerServices;

namespace SharedBuffers.Indexes;

/// <summary>Tuples of three as keys.</summary>
internal sealed class TupleKeyForm<T1, T2, T3> : ObjectKeyForm<(T1 First, T2 Second, T3 Third)>, ITupleKeyForm<(T1 First, T2 Second, T3 Third)>
{
    public static void Write(scoped ref ObjectKeyWriter writer, (T1 First, T2 Second, T3 Third) key)
    {
        writer.BeginTuple(3);
        writer.AppendPart(key.First);
        writer.AppendPart(key.Second);
        writer.AppendPart(key.Third);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryLoad((T1 First, T2 Second, T3 Third) key, out KeyWords loaded)
    {
        Unsafe.SkipInit(out loaded);
        var words = KeyWordsBuilder.Tuple(3);
        return words.TryAppend(key.First) && words.TryAppend(key.Second) && words.TryAppend(key.Third) && words.TryComplete(out loaded);
    }

    public override void Append(scoped ref ObjectKeyWriter writer, (T1 First, T2 Second, T3 Third) key) => Write(ref writer, key);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool TryToWords((T1 First, T2 Second, T3 Third) key, out KeyWords words) => TryLoad(key, out words);

    public override (T1 First, T2 Second, T3 Third) Read(ref ObjectKeyReader reader)
    {
        reader.TakeTuple<(T1, T2, T3)>(3);
        return (reader.Take<T1>(), reader.Take<T2>(), reader.Take<T3>());
    }
}
