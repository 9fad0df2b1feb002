using SharedBuffers.Indexes;

namespace SharedBuffers.Collections;

/// <summary>
/// Names tuple types that are keys of dictionaries to programs that cannot make code at run time. Elsewhere nothing needs to be named: there every value tuple of two to four
/// parts can be a key.
/// </summary>
/// <remarks>Thread-safe. Naming a type twice is naming it.</remarks>
/// <example><code>
/// TupleKeys.Register&lt;string, int&gt;();
/// using var prices = MappedDictionary.Open&lt;(string Sku, int Size), Price.View&gt;("prices.sbuf");
/// </code></example>
public static class TupleKeys
{
    /// <summary>Makes tuples of two keys.</summary>
    public static void Register<T1, T2>() => ObjectKeyForms.Register(new TupleKeyForm<T1, T2>());

    /// <summary>Makes tuples of three keys.</summary>
    public static void Register<T1, T2, T3>() => ObjectKeyForms.Register(new TupleKeyForm<T1, T2, T3>());

    /// <summary>Makes tuples of four keys.</summary>
    public static void Register<T1, T2, T3, T4>() => ObjectKeyForms.Register(new TupleKeyForm<T1, T2, T3, T4>());
}
