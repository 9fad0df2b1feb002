namespace SharedBuffers.Indexes;

/// <summary>What lookups of tuples need of a form, without an object of it: the types are known where they are called.</summary>
/// <typeparam name="TKey">A value tuple.</typeparam>
internal interface ITupleKeyForm<TKey>
{
    /// <summary>Appends a key.</summary>
    /// <exception cref="ArgumentException">A part of it cannot be a key.</exception>
    static abstract void Write(scoped ref ObjectKeyWriter writer, TKey key);

    /// <summary>Makes the key in registers, if it fits them and all its parts are integers and ASCII text.</summary>
    static abstract bool TryLoad(TKey key, out KeyWords loaded);
}
