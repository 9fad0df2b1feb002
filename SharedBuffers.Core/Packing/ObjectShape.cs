using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SharedBuffers.Packing;

/// <summary>Which kind of container a .NET object is, decided by the interfaces it has.</summary>
internal static class ObjectShape
{
    /// <summary>Whether an object is packed as a tuple: <see cref="Tuple"/>, <see cref="ValueTuple"/>, or an <see cref="ImmutableArray{T}"/>.</summary>
    public static bool IsTuple(object value) =>
        value is ITuple || (value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>));

    /// <summary>The array behind a boxed immutable array of a basic type, or null for anything else. The default one counts as empty.</summary>
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

    /// <summary>Whether an object is packed as a set: any <see cref="IReadOnlySet{T}"/> or <see cref="ISet{T}"/>.</summary>
    public static bool IsSet(object value) => value is IReadOnlySet<object> or IReadOnlySet<string> or IReadOnlySet<int> || Implements(value, typeof(IReadOnlySet<>), typeof(ISet<>));

    /// <summary>Whether an object is packed as a map though it is no <see cref="IDictionary"/>: any <see cref="IReadOnlyDictionary{TKey, TValue}"/> or <see cref="IDictionary{TKey, TValue}"/>.</summary>
    public static bool IsMap(object value) => Implements(value, typeof(IReadOnlyDictionary<,>), typeof(IDictionary<,>));

    /// <summary>The pairs of a map that <see cref="IsMap"/> recognized, boxed.</summary>
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(KeyValuePair<,>))]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The dependency above keeps the two properties.")]
    public static IEnumerable<(object? Key, object? Value)> Pairs(object map)
    {
        PropertyInfo? key = null;
        PropertyInfo? value = null;
        foreach (object pair in (IEnumerable)map)
        {
            key ??= pair.GetType().GetProperty(nameof(KeyValuePair<,>.Key))!;
            value ??= pair.GetType().GetProperty(nameof(KeyValuePair<,>.Value))!;
            yield return (key.GetValue(pair), value.GetValue(pair));
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Trimming keeps an implemented interface of a type in use when the interface itself is in use, and the callers name it.")]
    private static bool Implements(object value, Type definition, Type other)
    {
        foreach (Type type in value.GetType().GetInterfaces())
        {
            if (type.IsGenericType && (type.GetGenericTypeDefinition() == definition || type.GetGenericTypeDefinition() == other))
            {
                return true;
            }
        }

        return false;
    }

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
