using System.Text;
using NUnit.Framework;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Values;

/// <summary>Arrays of NumPy's instants and time spans: the unit is part of their type.</summary>
[TestFixture]
public sealed class NdTimeTypeTests
{
    [TestCase("<M8[ns]", NdTimeUnit.Nanosecond, 1)]
    [TestCase("<m8[25us]", NdTimeUnit.Microsecond, 25)]
    [TestCase(">M8[D]", NdTimeUnit.Day, 1)]
    [TestCase("<M8[Y]", NdTimeUnit.Year, 1)]
    [TestCase("<M8[M]", NdTimeUnit.Month, 1)]
    [TestCase("<m8[m]", NdTimeUnit.Minute, 1)]
    [TestCase("<m8[as]", NdTimeUnit.Attosecond, 1)]
    [TestCase("<M8", NdTimeUnit.None, 0)]
    public void Npy_TimeType_KeepsItsUnit(string text, NdTimeUnit unit, int count)
    {
        byte[] data = [.. BitConverter.GetBytes(5L), .. BitConverter.GetBytes(long.MinValue)];
        using var file = new MemoryStream(Npy($"'{text}'", "(2,)", data));
        NdArray read = NdArray.ReadNpy(file);
        Assert.That(read.Type.ToString(), Is.EqualTo(text));
        Assert.That((read.Type.Scalar.Unit, read.Type.Scalar.UnitCount), Is.EqualTo((unit, count)));

        SharedNdArray packed = Packed.Value(read).AsNdArray();
        Assert.That(packed.Type.ToString(), Is.EqualTo(text));
        using var written = new MemoryStream();
        packed.WriteNpy(written);
        Assert.That(Encoding.Latin1.GetString(written.ToArray()), Does.Contain($"'descr': '{text}'"));
        written.Position = 0;
        Assert.That(NdArray.ReadNpy(written), Is.EqualTo(read));
        if (text[0] == '<')
        {
            Assert.That(packed.AsSpan<long>().ToArray(), Is.EqualTo(new[] { 5, long.MinValue }));
        }
    }

    [Test]
    public void Npy_TimeFieldsOfRecords_KeepTheirUnits()
    {
        const string Type = "[('at', '<M8[ms]'), ('took', [('wall', '<m8[ns]'), ('n', '<i4')])]";
        using var file = new MemoryStream(Npy(Type, "(1,)", new byte[20]));
        NdArray read = NdArray.ReadNpy(file);
        Assert.That(read.Type.ToString(), Is.EqualTo(Type));
        Assert.That(((NdArray)Packed.Value(read).ToObject()!).Type.ToString(), Is.EqualTo(Type));
    }

    [TestCase("<M8[parsec]")]
    [TestCase("<M8[0s]")]
    [TestCase("<M8[-1s]")]
    [TestCase("<M8[s")]
    [TestCase("<M8[]")]
    [TestCase("<i8[s]")]
    public void TryParse_WrongUnit_Refuses(string text) => Assert.That(NdScalarType.TryParse(Encoding.ASCII.GetBytes(text), out _), Is.False);

    [Test]
    public void Equals_DifferentUnits_AreDifferentTypes()
    {
        Assert.That(NdScalarType.TryParse("<M8[s]"u8, out NdScalarType seconds) && NdScalarType.TryParse("<M8[ms]"u8, out NdScalarType other) && seconds != other, Is.True);
        Assert.That(NdScalarType.TryParse("<M8[generic]"u8, out NdScalarType generic) && NdScalarType.TryParse("<M8"u8, out other) && generic == other, Is.True);
    }

    private static byte[] Npy(string type, string shape, byte[] data)
    {
        string header = $"{{'descr': {type}, 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)header.Length), .. Encoding.ASCII.GetBytes(header), .. data];
    }
}
