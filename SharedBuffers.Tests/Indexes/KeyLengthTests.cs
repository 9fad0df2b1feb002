using System.Runtime.InteropServices;
using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Indexes;
using SharedBuffers.Tests.Collections;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Indexes;

/// <summary>The longest keys are found; those that are longer are refused before a byte of them is read: their spans have a length, and no memory behind it.</summary>
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

    [Test]
    [Category("Slow")]
    public unsafe void Add_StringIdMapper_LongestKey_IsFound()
    {
        const long Needed = 8L << 30;
        using var folder = new TemporaryFolder();
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < Needed || new DriveInfo(folder.Root).AvailableFreeSpace < Needed)
        {
            Assert.Ignore("A key of 2 GiB and its copies want 8 GiB of memory and of disk.");
        }

        byte* memory = (byte*)NativeMemory.AllocZeroed((nuint)KeyLength.Max);
        try
        {
            // SAFETY: the span covers the memory, which lives until the keys are no longer used.
            var longest = new Span<byte>(memory, KeyLength.Max);
            longest[^1] = 1;
            using (StringIdMapperBuilder builder = StringIdMapper.CreateBuilder())
            {
                builder.Add(longest, 1);
                builder.Add(longest[..^1], 2);
                builder.Add("short"u8, 3);
                builder.Publish(folder["a.sbuf"]);
            }

            using StringIdMapper mapper = StringIdMapper.Open(folder["a.sbuf"]);
            Assert.That(mapper.Count, Is.EqualTo(3));
            Assert.That(mapper[longest], Is.EqualTo(1));
            Assert.That(mapper[longest[..^1]], Is.EqualTo(2));
            Assert.That(mapper["short"u8], Is.EqualTo(3));
            longest[^1] = 2;
            Assert.That(mapper.TryGetValue(longest, out _), Is.False);
        }
        finally
        {
            NativeMemory.Free(memory);
        }
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
