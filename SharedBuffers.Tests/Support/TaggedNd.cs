using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Support;

/// <summary>Arrays of the vectors as <see cref="NdArray"/>.</summary>
public static class TaggedNd
{
    /// <summary>Something to be done with the elements as an array of their own type.</summary>
    public interface IUse
    {
        long Use<T>(T[] numbers);
    }

    public static NdArray ToNdArray(TaggedNdArray array) => new(ToDescription(array.DType), [.. array.Shape.Select(n => (long)n)], array.Data);

    public static NdTypeDescription ToDescription(JsonElement dtype)
    {
        if (dtype.ValueKind == JsonValueKind.String)
        {
            return NdScalarType.TryParse(Encoding.ASCII.GetBytes(dtype.GetString()!), out NdScalarType scalar)
                ? new NdTypeDescription(scalar)
                : throw new FormatException($"Unknown dtype {dtype}");
        }

        return new NdTypeDescription([.. dtype.EnumerateArray().Select(pair => new NdField(pair[0].GetString()!, ToDescription(pair[1])))]);
    }

    /// <summary>Hands the elements of a flat array to a user.</summary>
    public static long Pack(NdArray array, IUse use) => array.Type.ToString() switch
    {
        "|u1" => use.Use(Cast<byte>(array)),
        "|i1" => use.Use(Cast<sbyte>(array)),
        "<u2" => use.Use(Cast<ushort>(array)),
        "<i2" => use.Use(Cast<short>(array)),
        "<u4" => use.Use(Cast<uint>(array)),
        "<i4" => use.Use(Cast<int>(array)),
        "<u8" => use.Use(Cast<ulong>(array)),
        "<i8" => use.Use(Cast<long>(array)),
        "<f4" => use.Use(Cast<float>(array)),
        "<f8" => use.Use(Cast<double>(array)),
        _ => throw new FormatException($"No sequence of {array.Type}"),
    };

    /// <summary>The elements of a flat array, boxed: integers as long where they fit.</summary>
    public static IEnumerable<object> Elements(NdArray array)
    {
        var elements = new List<object>();
        Pack(array, new Collector(elements));
        return elements;
    }

    private static T[] Cast<T>(NdArray array)
        where T : struct => MemoryMarshal.Cast<byte, T>(array.Data.Span).ToArray();

    private readonly struct Collector(List<object> elements) : IUse
    {
        public long Use<T>(T[] numbers)
        {
            foreach (T number in numbers)
            {
                elements.Add(number!);
            }

            return 0;
        }
    }
}
