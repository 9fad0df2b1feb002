namespace SharedBuffers.Collections;

/// <summary>Keys that a caller looks up together, in whatever form.</summary>
internal interface IKeyBatch
{
    /// <summary>Keys.</summary>
    int Count { get; }

    /// <summary>Adds a key as it is stored.</summary>
    /// <param name="index">0-based, ascending from call to call.</param>
    /// <param name="keys">Receives it.</param>
    /// <returns>False if it has no stored form, and so equals no key.</returns>
    /// <exception cref="ArgumentException">What is asked for cannot be a key.</exception>
    bool TryAdd(int index, scoped ref StoredKeys keys);
}
