using System.Runtime.InteropServices;
using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Indexes;
using SharedBuffers.Tests.Collections;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Indexes;

/// <summary>Keys that are too long are refused before a byte of them is read: the spans here have a length, and no memory behind it.</summary>
[TestFixture]
internal sealed class KeyLengthTests
{
    private delegate void Adding(ReadOnlySpan<byte> key);

    [Test]
    public void Max_IsTheLongestArray() => Assert.That(KeyLength.Max, Is.EqualTo(Array.MaxLength));

    [Test]
    public void Add_StringIdMapper_KeyLongerThanAnArray_Throws()
    {
        using StringIdMapperBuilder builder = StringIdMapper.CreateBuilder();
        CheckRefused(key => builder.Add(key, 1));
        Assert.That(builder.Count, Is.Zero);
    }

    [Test]
    public void Add_ObjectIdMapper_KeyLongerThanAnArray_Throws()
    {
        using ObjectIdMapperBuilder builder = ObjectIdMapper.CreateBuilder();
        CheckRefused(key => builder.AddBytes(key, 1));
        CheckRefused(key => builder.AddText(key, 1));
        Assert.That(builder.Count, Is.Zero);
    }

    [Test]
    public void Add_Dictionary_KeyLongerThanAnArray_Throws()
    {
        using var folder = new TemporaryFolder();
        using MappedDictionaryBuilder<string, Pair> dictionary = MappedDictionary.CreateBuilder<string, Pair>(folder["a.sbuf"]);
        using MappedMultiDictionaryBuilder<string, Pair> multi = MappedMultiDictionary.CreateBuilder<string, Pair>(folder["b.sbuf"]);
        CheckRefused(key => dictionary.Add(key, default));
        CheckRefused(key => multi.Add(key, default));
        Assert.That(dictionary.Count, Is.Zero);
    }

    private static void CheckRefused(Adding add)
    {
        byte anything = 0;
        ArgumentException? exception = null;
        try
        {
            add(MemoryMarshal.CreateReadOnlySpan(ref anything, int.MaxValue));
        }
        catch (ArgumentException e)
        {
            exception = e;
        }

        Assert.That(exception?.Message, Does.Contain($"{Array.MaxLength}"));
    }
}
