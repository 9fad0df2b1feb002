using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Generators;

/// <summary>Damaged objects through generated views and clones: data or <see cref="CorruptBufferException"/>, nothing else.</summary>
[TestFixture]
public sealed class GeneratedCorruptionTests
{
    [Test]
    public void View_EveryBitFlipped_GivesDataOrCorrupt()
    {
        byte[] bytes = Sample();
        int refused = 0;
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] damaged = [.. bytes];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            refused += ReadEverything(damaged, $"bit {bit}");
        }

        Assert.That(refused, Is.GreaterThan(0));
    }

    [Test]
    public void View_EveryTruncation_GivesDataOrCorrupt()
    {
        byte[] bytes = Sample();
        int refused = 0;
        for (int length = 0; length < bytes.Length; length++)
        {
            refused += ReadEverything(bytes[..length], $"{length} bytes");
        }

        Assert.That(refused, Is.GreaterThan(bytes.Length / 2));
    }

    [Test]
    public void View_HostilePointers_GivesDataOrCorrupt()
    {
        byte[] bytes = Sample();
        long[] hostile = [long.MaxValue, long.MinValue, -1, 0, 1, -8, bytes.Length - 1, bytes.Length, int.MaxValue, uint.MaxValue];
        foreach (long pointer in hostile)
        {
            for (int word = 0; word + 8 <= bytes.Length; word += 8)
            {
                byte[] damaged = [.. bytes];
                BitConverter.TryWriteBytes(damaged.AsSpan(word), pointer);
                ReadEverything(damaged, $"{pointer} at {word}");
            }
        }

        Assert.That(ReadEverything(bytes, "undamaged"), Is.Zero);
    }

    private static byte[] Sample()
    {
        using var packed = PackedObject<Order.View>.Of(new Order
        {
            Number = 5, Note = "note", Ids = [1, 2, 300], Names = ["a", null], Marks = ["x", "y"],
            Lines = [new OrderLine { Text = "first", Count = 1 }, new OrderLine { Text = "second", Next = new OrderLine { Text = "third" } }],
        });
        return packed.Bytes;
    }

    /// <returns>1 when the bytes were refused.</returns>
    private static int ReadEverything(byte[] bytes, string message)
    {
        using MemoryRegion region = MemoryRegion.CopyOf(bytes);
        try
        {
            Order.View view = Order.View.Create(new ObjectReference(region, 0, SchemaBinding.Create(region, Order.Schema)));
            Order clone = view.ToOrder();
            Assert.That(clone.Ids, Is.Not.Null, message);
            Assert.That(view.Marks.Contains("x") || !view.Marks.Contains("x"), message);
            return 0;
        }
        catch (CorruptBufferException)
        {
            return 1;
        }
    }
}
