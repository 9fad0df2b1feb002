using System.Globalization;
using System.Reflection;
using System.Text;
using NUnit.Framework;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Generators;

/// <summary>
/// A type of every slot count, compiled here, with random members, names and alignments: what the generated packer writes is read by the generated view, whose offsets the
/// generator computed, and by <see cref="ObjectView"/>, whose offsets the schema computed.
/// </summary>
[TestFixture]
public sealed class EverySlotCountTests
{
    private const int Seed = 60210;

    private static readonly int[] s_alignments = [1, 2, 4, 8, 16];
    private static readonly string[] s_types = ["bool?", "sbyte?", "byte?", "short?", "ushort?", "int?", "uint?", "long?", "ulong?", "float?", "double?", "string?"];

    [Test]
    public void View_EverySlotCountAndRandomPresence_ReadsWhatWasPacked()
    {
        var random = new Random(Seed);
        var source = new StringBuilder();
        for (int count = 1; count <= Schema.MaxSlots; count++)
        {
            source.Append(CultureInfo.InvariantCulture, $"[SharedStruct(Alignment = {s_alignments[random.Next(s_alignments.Length)]})] public partial class Type{count}\n{{\n");
            for (int i = 0; i < count; i++)
            {
                // Null is null in one half of the slots and unset in the other. Names beyond the basic plane, written as escapes, sort by code points.
                string name = random.Next(3) switch { 0 => $"{(char)random.Next('a', 'z')}{i}", 1 => $"\\U0001F6{random.Next(16, 99)}{i}", _ => $"\\uFF21{i}" };
                string type = s_types[random.Next(s_types.Length)];
                source.Append(CultureInfo.InvariantCulture, $"    [Slot(\"{name}\", OmitWhenDefault = {(i % 2 == 0 ? "true" : "false")})] public {type} M{i} {{ get; set; }}\n");
            }

            source.Append("}\n");
        }

        Assembly assembly = GeneratorRun.GenerateAssembly(source.ToString());
        MethodInfo check = typeof(EverySlotCountTests).GetMethod(nameof(Check), BindingFlags.NonPublic | BindingFlags.Static)!;
        for (int count = 1; count <= Schema.MaxSlots; count++)
        {
            Type type = assembly.GetType($"Type{count}", throwOnError: true)!;
            check.MakeGenericMethod(type, type.GetNestedType("View")!).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [random], null);
        }
    }

    private static void Check<T, TView>(Random random)
        where T : class, ISharedStruct<T>, new()
        where TView : struct, IObjectView<TView>
    {
        PropertyInfo[] members = [.. typeof(T).GetProperties().Where(p => p.CanWrite)];
        foreach (double density in new[] { 1, 0.5, 0, random.NextDouble() })
        {
            T value = new();
            foreach (PropertyInfo member in members.Where(_ => random.NextDouble() < density))
            {
                member.SetValue(value, Next(member.PropertyType, random));
            }

            using var packed = PackedObject<TView>.Of(value);
            using var dynamic = PackedObject<ObjectView>.Of(value);
            object view = random.Next(3) == 0 ? packed.Last : packed.View;
            object clone = typeof(TView).GetMethod("To" + typeof(T).Name, [])!.Invoke(view, null)!;
            foreach (PropertyInfo member in members)
            {
                string message = $"seed {Seed}, {typeof(T).Name}.{member.Name}, density {density}";
                object? expected = member.GetValue(value);
                string slot = member.GetCustomAttribute<SlotAttribute>()!.Name!;
                Assert.That(Plain(typeof(TView).GetProperty(member.Name)!.GetValue(view)), Is.EqualTo(expected), message);
                Assert.That(typeof(TView).GetProperty("Has" + member.Name)!.GetValue(view), Is.EqualTo(expected is not null || !member.GetCustomAttribute<SlotAttribute>()!.OmitWhenDefault), message);
                Assert.That(dynamic.View[slot].ToObject(), Is.EqualTo(expected), message);
                Assert.That(member.GetValue(clone), Is.EqualTo(expected), message);
            }
        }
    }

    private static object? Plain(object? value) => value is SharedString text ? text.IsNull ? null : text.ToString() : value;

    private static object Next(Type type, Random random)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(string) ? new string((char)random.Next('a', 'z'), random.Next(20))
            : plain == typeof(bool) ? random.Next(2) == 0
            : plain == typeof(float) ? random.NextSingle()
            : plain == typeof(double) ? random.NextDouble()
            : Convert.ChangeType(random.Next(0, 128), plain, CultureInfo.InvariantCulture);
    }
}
