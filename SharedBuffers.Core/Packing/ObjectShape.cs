using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SharedBuffers.Packing;

/// <summary>Which kind of container a .NET object is, decided by the interfaces that are known without reflection.</summary>
internal static class ObjectShape
{
    /// <summary>Whether an object is packed as a tuple: <see cref="Tuple"/>, <see cref="ValueTuple"/>, or an <see cref="ImmutableArray{T}"/> of a basic type.</summary>
    public static bool IsTuple(object value) => value is ITuple || GetImmutableArray(value) is not null;

    /// <summary>The array behind a boxed immutable array, or null for anything else. The default one counts as empty.</summary>
    public static Array? GetImmutableArray(object value) => value switch
    {
        ImmutableArray<object?> a => ImmutableCollectionsMarshal.AsArray(a) ?? [],
        ImmutableArray<string> a => ImmutableCollectionsMarshal.AsArray(a) ?? [],
        ImmutableArray<byte> a => ImmutableCollectionsMarshal.AsArray(a) ?? [],
        ImmutableArray<sbyte> a => ImmutableCollectionsMarshal.AsArray(a) ?? [],
        ImmutableArray<ushort> a => ImmutableCollectionsMarshal.AsArray(a) ?? [],
        ImmutableArray<short> a => ImmutableCollectionsMarshal.AsArray(a) ?? [],
        ImmutableArray<uint> a => ImmutableCollectionsMarshal.AsArray(a) ?? [],
        ImmutableArray<int> a => ImmutableCollectionsMarshal.AsArray(a) ?? [],
        ImmutableArray<ulong> a => ImmutableCollectionsMarshal.AsArray(a) ?? [],
        ImmutableArray<long> a => ImmutableCollectionsMarshal.AsArray(a) ?? [],
        ImmutableArray<float> a => ImmutableCollectionsMarshal.AsArray(a) ?? [],
        ImmutableArray<double> a => ImmutableCollectionsMarshal.AsArray(a) ?? [],
        ImmutableArray<bool> a => ImmutableCollectionsMarshal.AsArray(a) ?? [],
        _ => null,
    };

    /// <summary>Whether an object is packed as a set: any set of a basic type. A set of <see cref="object"/> may hold anything that has a stable hash.</summary>
    public static bool IsSet(object value) => value is IReadOnlySet<object> or IReadOnlySet<string> or IReadOnlySet<byte> or IReadOnlySet<sbyte> or IReadOnlySet<ushort>
        or IReadOnlySet<short> or IReadOnlySet<uint> or IReadOnlySet<int> or IReadOnlySet<ulong> or IReadOnlySet<long> or IReadOnlySet<float> or IReadOnlySet<double>
        or IReadOnlySet<bool>;

    /// <summary>The elements of a tuple, set or list, boxed.</summary>
    public static IEnumerable<object?> Elements(object value)
    {
        if (value is ITuple tuple)
        {
            for (int i = 0; i < tuple.Length; i++)
            {
                yield return tuple[i];
            }

            yield break;
        }

        foreach (object? element in GetImmutableArray(value) ?? (IEnumerable)value)
        {
            yield return element;
        }
    }
}
