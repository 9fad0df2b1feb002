using System.Runtime.CompilerServices;

namespace SharedBuffers.Indexes;

/// <summary>Tuples of four as keys.</summary>
internal sealed class TupleKeyForm<T1, T2, T3, T4> : ObjectKeyForm<(T1 First, T2 Second, T3 Third, T4 Fourth)>, ITupleKeyForm<(T1 First, T2 Second, T3 Third, T4 Fourth)>
{
    public static void Write(scoped ref ObjectKeyWriter writer, (T1 First, T2 Second, T3 Third, T4 Fourth) key)
    {
        writer.BeginTuple(4);
        writer.AppendPart(key.First);
        writer.AppendPart(key.Second);
        writer.AppendPart(key.Third);
        writer.AppendPart(key.Fourth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryLoad((T1 First, T2 Second, T3 Third, T4 Fourth) key, out KeyWords loaded)
    {
        Unsafe.SkipInit(out loaded);
        var words = KeyWordsBuilder.Tuple(4);
        return words.TryAppend(key.First) && words.TryAppend(key.Second) && words.TryAppend(key.Third) && words.TryAppend(key.Fourth) && words.TryComplete(out loaded);
    }

    public override void Append(scoped ref ObjectKeyWriter writer, (T1 First, T2 Second, T3 Third, T4 Fourth) key) => Write(ref writer, key);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool TryToWords((T1 First, T2 Second, T3 Third, T4 Fourth) key, out KeyWords words) => TryLoad(key, out words);

    public override (T1 First, T2 Second, T3 Third, T4 Fourth) Read(ref ObjectKeyReader reader)
    {
        reader.TakeTuple<(T1, T2, T3, T4)>(4);
        return (reader.Take<T1>(), reader.Take<T2>(), reader.Take<T3>(), reader.Take<T4>());
    }
}
