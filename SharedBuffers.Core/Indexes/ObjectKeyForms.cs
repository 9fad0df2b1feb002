using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace SharedBuffers.Indexes;

/// <summary>The value tuples that can be keys, and how. Their forms are made where code can be made at run time, and registered by the program where it cannot.</summary>
internal static class ObjectKeyForms
{
    private static readonly ConcurrentDictionary<Type, object> s_registered = new();

    /// <summary>Whether keys can be of a value tuple's type.</summary>
    public static bool Has(Type type) => s_registered.ContainsKey(type) || (RuntimeFeature.IsDynamicCodeSupported && DefinitionOf(type) is not null);

    /// <summary>Names the form of a type. The first one stays.</summary>
    public static void Register<TKey>(ObjectKeyForm<TKey> form) => s_registered.TryAdd(typeof(TKey), form);

    /// <summary>The form of a type; null if it has none.</summary>
    public static object? Find(Type type)
    {
        if (s_registered.TryGetValue(type, out object? form))
        {
            return form;
        }

        return RuntimeFeature.IsDynamicCodeSupported && DefinitionOf(type) is { } definition
            ? Activator.CreateInstance(definition.MakeGenericType(type.GetGenericArguments()))
            : null;
    }

    private static Type? DefinitionOf(Type type)
    {
        Type? tuple = type.IsValueType && type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return tuple == typeof(ValueTuple<,>) ? typeof(TupleKeyForm<,>)
            : tuple == typeof(ValueTuple<,,>) ? typeof(TupleKeyForm<,,>)
            : tuple == typeof(ValueTuple<,,,>) ? typeof(TupleKeyForm<,,,>)
            : null;
    }
}
