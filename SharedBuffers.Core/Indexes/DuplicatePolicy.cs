namespace SharedBuffers.Indexes;

/// <summary>What a builder does with entries whose key it has seen before.</summary>
public enum DuplicatePolicy
{
    /// <summary>Fails with <see cref="Diagnostics.DuplicateKeyException"/>, which names the key. The default: silence loses data.</summary>
    Error = 0,

    /// <summary>The entry that came first stays, later ones are dropped.</summary>
    KeepFirst = 1,

    /// <summary>The entry that came last stays, earlier ones are dropped.</summary>
    KeepLast = 2,
}
