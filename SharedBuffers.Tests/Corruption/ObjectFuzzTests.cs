using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Corruption;

/// <summary>Random objects of random schemas, sound and damaged, through every way of reading them: data or <see cref="CorruptBufferException"/>, and nothing else.</summary>
[TestFixture]
public sealed class ObjectFuzzTests
{
    /// <summary>More than any of the objects can honestly need, less than any lying count asks for.</summary>
    private const long MaxAllocation = 256L << 20;

    [Test]
    public void Pack_RandomObjectsOfEverySlotCount_ReadBackAsPacked()
    {
        const int Seed = 20261125;
        for (int round = 0; round < 3 * Schema.MaxSlots; round++)
        {
            var random = new Random(Seed + round);
            var schemas = new RandomSchemas(random);
            SchemaObject instance = schemas.NextObject(schemas.Next(1 + (round % Schema.MaxSlots)));
            (MemoryRegion region, long position) = Pack(instance);
            using (region)
            {
                ObjectView view = ObjectView.Create(new ObjectReference(region, position, SchemaBinding.Create(region, instance.Schema)));
                Compare(instance, view, $"seed {Seed + round}", depth: 0);
                Compare(instance, ObjectView.Create(new ObjectReference(region, position, SchemaBinding.Create(region, Schema.Read(instance.Schema.ToBytes())))), $"seed {Seed + round}", 0);
                Dictionary<string, object?> copy = view.ToDictionary();
                Assert.That(copy.Keys, Is.EqualTo(instance.Select(pair => pair.Key)), $"seed {Seed + round}");
            }
        }
    }

    [Test]
    public void Read_RandomDamage_GivesDataOrCorrupt([Values(1, 2, 3, 4)] int part)
    {
        int refused = 0;
        for (int round = 0; round < 40; round++)
        {
            int seed = (part * 1000) + round;
            var random = new Random(seed);
            var schemas = new RandomSchemas(random);
            Schema schema = schemas.Next();
            (MemoryRegion region, long position) = Pack(schemas.NextObject(schema));
            byte[] bytes = region.View.AsSpan().ToArray();
            region.Dispose();
            for (int i = 0; i < 40; i++)
            {
                refused += Read(Damage(bytes, (int)position, schema, random), position, schema, $"seed {seed}, damage {i}") ? 0 : 1;
            }
        }

        Assert.That(refused, Is.GreaterThan(0));
    }

    [Test]
    public void Read_NothingButRandomBytes_GivesDataOrCorrupt()
    {
        for (int seed = 0; seed < 1500; seed++)
        {
            var random = new Random(seed);
            Schema schema = new RandomSchemas(random).Next();
            byte[] bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);

            // Small numbers are counts, lengths and pointers that hit something.
            for (int i = 0; i + sizeof(long) <= bytes.Length; i += sizeof(long))
            {
                if (random.Next(2) == 0)
                {
                    BitConverter.TryWriteBytes(bytes.AsSpan(i), (long)random.Next(-64, bytes.Length + 8));
                }
            }

            Read(bytes, 0, schema, $"seed {seed}");
        }
    }

    private static (MemoryRegion Region, long Position) Pack(SchemaObject instance)
    {
        using var context = new PackContext(new IdentityMap());
        long position = instance.Pack(context);
        return (MemoryRegion.CopyOf(context.Buffer.ToArray()), position);
    }

    private static byte[] Damage(byte[] bytes, int position, Schema schema, Random random)
    {
        byte[] damaged = [.. bytes];
        Span<byte> header = damaged.AsSpan(position, schema.HeaderSize);
        switch (random.Next(6))
        {
            case 0:
                header[random.Next(header.Length)] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                random.NextBytes(header);
                break;
            case 2:
                return damaged[..random.Next(damaged.Length)];
            case 3 when damaged.Length >= sizeof(long):
                long[] hostile = [0, 1, -1, 8, -8, long.MaxValue, long.MinValue, bytes.Length, bytes.Length - 1, -position, random.Next(-bytes.Length, bytes.Length), uint.MaxValue];
                BitConverter.TryWriteBytes(damaged.AsSpan(random.Next(damaged.Length - sizeof(long) + 1) & -sizeof(long)), hostile[random.Next(hostile.Length)]);
                break;
            default:
                for (int i = random.Next(1, 8); i > 0; i--)
                {
                    damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                }

                break;
        }

        return damaged;
    }

    /// <summary>Alone, and with as much behind it as views want for reading the short way.</summary>
    /// <returns>Whether everything was read.</returns>
    private static bool Read(byte[] bytes, long position, Schema schema, string message)
    {
        ReadOnce([.. bytes, .. new byte[MemoryRegion.RunLength]], position, schema, message + ", more behind");
        return ReadOnce(bytes, position, schema, message);
    }

    private static bool ReadOnce(byte[] bytes, long position, Schema schema, string message)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        using MemoryRegion region = MemoryRegion.CopyOf(bytes);
        SchemaBinding binding = SchemaBinding.Create(region, schema);
        bool isWhole = Damaged.Reads(() => GC.KeepAlive(new ObjectReference(region, position, binding).Offset), message);
        if (isWhole)
        {
            ObjectView view = ObjectView.Create(new ObjectReference(region, position, binding));
            isWhole &= Damaged.Reads(() => view.ToString(), message);
            isWhole &= Damaged.Reads(() => view.ToDictionary(), message);
            foreach (ObjectView.SetSlot slot in view)
            {
                isWhole &= Damaged.Reads(() => ReadSlot(view, slot.Index), message);
            }
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MaxAllocation), message);
        return isWhole;
    }

    private static void ReadSlot(ObjectView view, int slot)
    {
        SlotType type = view.Schema.Slots[slot].Type;
        if (type.NestedSchema is not null)
        {
            // Round and round: cyclic pointers are nothing special to who follows them by hand.
            ObjectView? inner = view.GetObject(slot);
            for (int i = 0; i < 300 && inner is { } found; i++)
            {
                Slot next = found.Schema.Slots.FirstOrDefault(s => s.Type.NestedSchema is not null);
                inner = next.Type is null ? null : found.GetObject(next.Name);
            }

            return;
        }

        SharedValue value = view[slot];
        GC.KeepAlive(value.GetHashCode());
        GC.KeepAlive(value.Equals(value));
        GC.KeepAlive(value.ToString());
        GC.KeepAlive(value.ToObject());
    }

    private static void Compare(SchemaObject expected, ObjectView view, string message, int depth)
    {
        foreach (Slot slot in expected.Schema.Slots)
        {
            Assert.That(view.Has(slot.Name), Is.EqualTo(expected.Has(slot.Name)), $"{message}, '{slot.Name}'");
            Assert.That(view.IsNull(slot.Name), Is.EqualTo(expected.Has(slot.Name) && expected[slot.Name] is null), $"{message}, '{slot.Name}'");
            if (expected[slot.Name] is not { } value)
            {
                continue;
            }

            if (value is SchemaObject nested && slot.Type.NestedSchema is not null)
            {
                if (depth < 2)
                {
                    Compare(nested, view.GetObject(slot.Name)!.Value, message, depth + 1);
                }
            }
            else if (slot.Type.IsFixed)
            {
                Assert.That(StructuralComparer.Instance.Equals(view[slot.Name].ToObject(), value), $"{message}, '{slot.Name}'");
            }
            else if (value is string text)
            {
                Assert.That(view[slot.Name].AsString().ToString(), Is.EqualTo(text), $"{message}, '{slot.Name}'");
            }
            else
            {
                Assert.That(view[slot.Name].IsNull, Is.False, $"{message}, '{slot.Name}'");
            }
        }
    }
}
