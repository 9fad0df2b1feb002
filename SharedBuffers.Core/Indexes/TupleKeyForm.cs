using System.Runtime.CompilerServices;

namespace SharedBuffers.Indexes;

/// <summary>Tuples of two as keys.</summary>
internal sealed class TupleKeyForm<T1, T2> : ObjectKeyForm<(T1 First, T2 Second)>, ITupleKeyForm<(T1 First, T2 Second)>
{
    public static void Write(scoped ref ObjectKeyWriter writer, (T1 First, T2 Second) key)
    {
        writer.BeginTuple(2);
        writer.AppendPart(key.First);
        writer.AppendPart(key.Second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryLoad((T1 First, T2 Second) key, out KeyWords loaded)
    {
        Unsafe.SkipInit(out loaded);
        var words = KeyWordsBuilder.Tuple(2);
        return words.TryAppend(key.First) && words.TryAppend(key.Second) && words.TryComplete(out loaded);
    }

    public override void Append(scoped ref ObjectKeyWriter writer, (T1 First, T2 Second) key) => Write(ref writer, key);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool TryToWords((T1 First, T2 Second) key, out KeyWords words) => TryLoad(key, out words);

    public override (T1 First, T2 Second) Read(ref ObjectKeyReader reader)
    {
        reader.TakeTuple<(T1, T2)>(2);
        return (reader.Take<T1>(), reader.Take<T2>());
    }
}
