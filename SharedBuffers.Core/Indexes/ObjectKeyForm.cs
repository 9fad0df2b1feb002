namespace SharedBuffers.Indexes;

/// <summary>How keys of one type that has several parts get their canonical bytes without being boxed, and come back from them.</summary>
/// <typeparam name="TKey">A value tuple.</typeparam>
internal abstract class ObjectKeyForm<TKey>
{
    /// <summary>The form of the type; null if it has none. A constant for the compiler once a method was compiled again.</summary>
    public static readonly ObjectKeyForm<TKey>? Instance = ObjectKeyForms.Find(typeof(TKey)) as ObjectKeyForm<TKey>;

    /// <summary>Appends a key.</summary>
    /// <exception cref="ArgumentException">A part of it cannot be a key.</exception>
    public abstract void Append(scoped ref ObjectKeyWriter writer, TKey key);

    /// <summary>Makes a key in registers, if it fits them and all its parts are integers and ASCII text.</summary>
    public abstract bool TryToWords(TKey key, out KeyWords words);

    /// <summary>Takes a key.</summary>
    /// <exception cref="InvalidCastException">The key that follows is of another type.</exception>
    /// <exception cref="Diagnostics.CorruptBufferException">The bytes are no key.</exception>
    public abstract TKey Read(ref ObjectKeyReader reader);
}
