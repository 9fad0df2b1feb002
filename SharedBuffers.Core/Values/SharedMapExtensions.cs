using System.Diagnostics.CodeAnalysis;
using System.Text;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Values;

/// <summary>Lookups in maps by text that the caller has in other shapes than views. Nothing is allocated.</summary>
public static class SharedMapExtensions
{
    /// <summary>Looks up UTF-8 text: <c>map.TryGetValue("price"u8, out var price)</c>.</summary>
    public static bool TryGetValue<TValue>(this in SharedMap<SharedString, TValue> map, ReadOnlySpan<byte> utf8, [MaybeNullWhen(false)] out TValue value) =>
        map.TryGetText(utf8, out value);

    /// <summary>Looks up UTF-16 text.</summary>
    public static bool TryGetValue<TValue>(this in SharedMap<SharedString, TValue> map, ReadOnlySpan<char> text, [MaybeNullWhen(false)] out TValue value) =>
        map.TryGetText(text, out value);

    /// <summary>Looks up a string; null looks up the null key.</summary>
    public static bool TryGetValue<TValue>(this in SharedMap<SharedString, TValue> map, string? text, [MaybeNullWhen(false)] out TValue value) =>
        text is null ? map.TryGetValue(ValueKey.Null, out value) : map.TryGetText(text.AsSpan(), out value);

    /// <summary>The value of UTF-8 text: <c>map.GetValue("price"u8)</c>.</summary>
    /// <exception cref="KeyNotFoundException">No such key.</exception>
    public static TValue GetValue<TValue>(this in SharedMap<SharedString, TValue> map, ReadOnlySpan<byte> utf8)
    {
        if (!map.TryGetText(utf8, out TValue? value))
        {
            ThrowHelper.KeyNotFound_Key(Encoding.UTF8.GetString(utf8));
        }

        return value;
    }

    /// <summary>The value of a string; null is the null key.</summary>
    /// <exception cref="KeyNotFoundException">No such key.</exception>
    public static TValue GetValue<TValue>(this in SharedMap<SharedString, TValue> map, string? text)
    {
        if (!map.TryGetValue(text, out TValue? value))
        {
            ThrowHelper.KeyNotFound_Key(text);
        }

        return value;
    }

    /// <summary>Whether a string is a key.</summary>
    public static bool ContainsKey<TValue>(this in SharedMap<SharedString, TValue> map, string? text) => map.TryGetValue(text, out _);

    /// <summary>Whether UTF-8 text is a key.</summary>
    public static bool ContainsKey<TValue>(this in SharedMap<SharedString, TValue> map, ReadOnlySpan<byte> utf8) => map.ContainsText(utf8);

    /// <summary>Looks up a key of any type that can be one: a number, bool, string, byte array or view. Boxes what the caller did not box already; nothing else.</summary>
    /// <exception cref="ArgumentException">The type cannot be a key.</exception>
    public static bool TryGetValue<TValue>(this SharedMap<SharedValue, TValue> map, object? key, [MaybeNullWhen(false)] out TValue value) =>
        map.TryGetValue(ValueKey.Of(key), out value);

    /// <summary>Copies the map into a new dictionary, in the order in which it was packed.</summary>
    public static Dictionary<TKey, TValue> ToDictionary<TKey, TValue>(this SharedMap<TKey, TValue> map)
        where TKey : notnull => map.ToDictionary(static key => key);
}
