namespace SharedBuffers.Diagnostics;

/// <summary>Two entries of the input have the same key, and the builder was told to treat that as an error.</summary>
public sealed class DuplicateKeyException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="key">The key as text, for people.</param>
    public DuplicateKeyException(string key)
        : base($"The key {key} occurs more than once in the input. Choose a duplicate policy that keeps the first or the last, or make the keys distinct.") =>
        Key = key;

    /// <summary>The key as text: a quoted string, a number, or the hexadecimal bytes of a key that is no UTF-8.</summary>
    public string Key { get; }
}
