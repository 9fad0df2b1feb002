using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NUnit.Framework;
using SharedBuffers.Memory;

namespace SharedBuffers.Tests.Architecture;

/// <summary>
/// Structs that lie on the buffer are the file format: their layout is stated, their size is a constant, and every byte belongs to exactly one field of a type
/// whose every bit pattern is valid.
/// </summary>
public sealed class LayoutContractTests
{
    private static readonly Type[] s_fieldTypes =
    [
        typeof(byte), typeof(sbyte), typeof(ushort), typeof(short), typeof(uint), typeof(int), typeof(ulong), typeof(long), typeof(float), typeof(double),
    ];

    private static IEnumerable<Type> Structs => typeof(MemoryRegion).Assembly.GetTypes()
        .Where(t => t.Namespace == "SharedBuffers.Layout" && t is { IsValueType: true, IsEnum: false } && !t.IsDefined(typeof(CompilerGeneratedAttribute)));

    [Test]
    public void Layout_Always_HasStructs() => Assert.That(Structs, Is.Not.Empty);

    [TestCaseSource(nameof(Structs))]
    public void Struct_Size_IsAConstantThatHolds(Type type)
    {
        FieldInfo? size = type.GetField("Size", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
        Assert.That(size is { IsLiteral: true } && size.FieldType == typeof(int), Is.True, $"{type.Name} has no 'public const int Size'");
        Assert.That((int)size!.GetRawConstantValue()!, Is.EqualTo(SizeOf(type)));
    }

    [TestCaseSource(nameof(Structs))]
    public void Struct_Layout_IsStated(Type type)
    {
        Assert.That(type.IsExplicitLayout || type.IsLayoutSequential, Is.True, $"{type.Name} leaves its layout to the runtime");
        Assert.That(type.IsDefined(typeof(ObsoleteAttribute)), Is.False);
        Assert.That(type.StructLayoutAttribute!.Value, Is.AnyOf(LayoutKind.Explicit, LayoutKind.Sequential));
    }

    [TestCaseSource(nameof(Structs))]
    public void Struct_Fields_AreBlittableAndLeaveNoPadding(Type type)
    {
        FieldInfo[] fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        int end = 0;
        foreach ((FieldInfo field, int offset, int size) in fields.Select(f => (f, GetOffset(type, f), SizeOf(f.FieldType))).OrderBy(f => f.Item2))
        {
            Type fieldType = field.FieldType.IsEnum ? field.FieldType.GetEnumUnderlyingType() : field.FieldType;
            Assert.That(s_fieldTypes.Contains(fieldType) || (fieldType.IsValueType && Structs.Contains(fieldType)), Is.True, $"{type.Name}.{field.Name}: {fieldType} is not a raw number");
            Assert.That(offset, Is.EqualTo(end), $"{type.Name}.{field.Name} leaves a gap or overlaps the field before");
            end = offset + size;
        }

        Assert.That(end, Is.EqualTo(SizeOf(type)), $"{type.Name} has padding behind its last field");
    }

    private static int GetOffset(Type type, FieldInfo field) =>
        field.GetCustomAttribute<FieldOffsetAttribute>()?.Value ?? (int)Marshal.OffsetOf(type, field.Name);

    private static int SizeOf(Type type) =>
        (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;
}
