using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SharedBuffers.Diagnostics;

/// <summary>Errors of arrays, dictionaries, bundles and their builders.</summary>
internal static partial class ThrowHelper
{
    [DoesNotReturn]
    public static void NotSupported_KeyType(Type type) =>
        throw new NotSupportedException(
            $"{type} cannot be a key: keys are string, byte[], ReadOnlyMemory<byte>, Guid, uint, ulong, int, long, value tuples of two to four parts, or object for all else. "
            + "Programs without code generation name the types of their tuples with TupleKeys.Register first.");

    [DoesNotReturn]
    public static void InvalidOperation_KeyType(Type type, string wanted) => throw new InvalidOperationException($"The keys are {type}, not {wanted}.");

    [DoesNotReturn]
    public static void InvalidCast_Key(string key, Type type) =>
        throw new InvalidCastException($"The key {key} is no {type}. Keys of several types are read as object.");

    [DoesNotReturn]
    public static void ArgumentOutOfRange_Index(long index, long count) =>
        throw new ArgumentOutOfRangeException(nameof(index), index, string.Create(CultureInfo.InvariantCulture, $"The array has {count} records."));

    /// <summary>Throws unless spans hold the results of a batch.</summary>
    public static void CheckResults(int count, int values, int flags)
    {
        if (values < count || flags < count)
        {
            Argument($"{values} records and {flags} flags do not hold the results of {count} keys.", nameof(values));
        }
    }

    [DoesNotReturn]
    public static void KeyNotFound_Key<TKey>(TKey key) =>
        throw new KeyNotFoundException(string.Create(CultureInfo.InvariantCulture, $"The key {(key is string text ? $"\"{text}\"" : $"{key}")} is not there."));

    [DoesNotReturn]
    public static void KeyNotFound_Part(string file, string what, string name, IEnumerable<string> there) =>
        throw new KeyNotFoundException($"'{file}' has no {what} '{name}'. It has: {(there.Any() ? string.Join(", ", there.Select(n => $"'{n}'")) : "none")}.");

    /// <summary>A count as an int.</summary>
    public static int ToCount(long count)
    {
        if (count > int.MaxValue)
        {
            Overflow_Count(count);
        }

        return (int)count;
    }

    [DoesNotReturn]
    public static void Overflow_Count(long count) =>
        throw new OverflowException(string.Create(CultureInfo.InvariantCulture, $"There are {count} elements, more than an int can say. Use LongCount."));

    [DoesNotReturn]
    public static void InvalidOperation_EnumeratorPosition() =>
        throw new InvalidOperationException("The enumerator stands before the first element or after the last one.");
}
