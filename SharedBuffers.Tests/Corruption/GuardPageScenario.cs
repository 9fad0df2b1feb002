using System.Text.Json;
using SharedBuffers.Compression;
using SharedBuffers.Diagnostics;
using SharedBuffers.Hashing;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;
using SharedBuffers.Tests.Verification;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Corruption;

/// <summary>Runs in a process of its own, with data right before or behind a page that may not be touched: whoever reads or writes one byte too far ends the process.</summary>
internal static unsafe class GuardPageScenario
{
    /// <summary>Printed by a sweep that came to its end, with the number of its steps.</summary>
    public const string Done = "done";

    private static readonly Dictionary<string, Func<int>> s_sweeps = new()
    {
        [nameof(Overrun)] = Overrun,
        [nameof(Underrun)] = Underrun,
        [nameof(Hashes)] = Hashes,
        [nameof(Lz4)] = Lz4,
        [nameof(Values)] = Values,
        [nameof(Views)] = Views,
        ["Tables"] = TableSweep.Run,
        [nameof(Files)] = Files,
    };

    public static int Run(string[] arguments)
    {
        int steps = s_sweeps[arguments[0]]();
        Console.WriteLine($"{Done} {steps}");
        return steps > 0 ? ChildScenarios.Success : ChildScenarios.Failure;
    }

    /// <summary>Must not come back: it shows that the guard works.</summary>
    private static int Overrun()
    {
        using var region = new GuardedRegion(new byte[100]);
        return 1 + *(region.GetPointer(0, 100) + 100);
    }

    private static int Underrun()
    {
        using var region = new GuardedRegion(new byte[100], atEnd: false);
        return 1 + *(region.GetPointer(0, 100) - 1);
    }

    private static int Hashes()
    {
        byte[] input = Hashing.XxHash3Tests.RandomBytes(5, 2100);
        int steps = 0;
        for (int length = 0; length <= input.Length; length++)
        {
            foreach (bool atEnd in new[] { true, false })
            {
                using var region = new GuardedRegion(input.AsSpan(0, length), atEnd);
                byte* p = region.GetPointer(0, length);
                var accumulator = new XxHash3Accumulator();
                accumulator.Append(p, length);
                ulong expected = XxHash3.Hash64(input.AsSpan(0, length));
                bool equal = XxHash3.Hash64(p, length) == expected && accumulator.GetDigest() == expected
                    && XxHash64.Hash64(p, length) == XxHash64.Hash64(input.AsSpan(0, length))
                    && XxHash32.Hash32(p, length) == XxHash32.Hash32(input.AsSpan(0, length));
                steps += equal ? 1 : throw new InvalidOperationException($"the hashes of {length} bytes differ");
            }
        }

        return steps;
    }

    private static int Lz4()
    {
        int steps = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            byte[] data = Compression.Lz4TestData.Create(seed);
            data = data[..Math.Min(data.Length, 3000)];
            byte[] block = Compression.Lz4BlockTests.Encode(data);
            using var source = new GuardedRegion(data, seed % 2 == 0);
            using var destination = new GuardedRegion(new byte[data.Length], seed % 2 == 0);
            using var encoded = new GuardedRegion(new byte[block.Length], seed % 2 == 0);
            if (Lz4Block.Encode(source.Bytes, encoded.Bytes) != block.Length)
            {
                throw new InvalidOperationException("the encoder gave another block");
            }

            Lz4Block.Decode(encoded.Bytes, destination.Bytes);
            if (!destination.Bytes.SequenceEqual(data))
            {
                throw new InvalidOperationException("the decoder gave other data");
            }

            var random = new Random(seed);
            for (int i = 0; i < 500 && block.Length > 0; i++, steps++)
            {
                block.CopyTo(encoded.Bytes);
                encoded.Bytes[random.Next(block.Length)] = (byte)random.Next(256);
                encoded.Bytes[random.Next(block.Length)] = (byte)(random.Next(2) * 255);
                try
                {
                    Lz4Block.Decode(encoded.Bytes, destination.Bytes);
                }
                catch (CorruptBufferException)
                {
                    steps++;
                }
            }
        }

        return steps;
    }

    /// <summary>The bytes of the original library's objects, damaged, under the verifier's walk.</summary>
    private static int Values()
    {
        int steps = 0;
        foreach (JsonElement line in VectorFiles.ReadLines("objects.jsonl"))
        {
            byte[] bytes = Convert.FromHexString(line.GetProperty("hex").GetString()!);
            Schema schema = VectorSchemas.Read(line.GetProperty("schema"), line.TryGetProperty("schemas", out JsonElement others) ? others : null);
            using var region = new GuardedRegion(bytes, steps % 2 == 0);
            var random = new Random(bytes.Length);
            for (int i = 0; i < 40; i++, steps++)
            {
                region.Bytes[random.Next(bytes.Length)] = (byte)(random.Next(3) switch { 0 => 0xFF, 1 => 0x7F, _ => random.Next(256) });
                try
                {
                    new ValueVerifier(region.View, schema, nodeBudget: 10_000).VerifyRecord(0);
                }
                catch (CorruptBufferException)
                {
                    bytes.CopyTo(region.Bytes);
                }
            }
        }

        return steps;
    }

    /// <summary>Values of every type, damaged and cut, under every member of their views; all of them before the guard, and some behind it.</summary>
    private static int Views() => ValueSamples.All().Select((sample, i) =>
        ValueSweep.Run(part => new GuardedRegion(part, atEnd: true), sample.Bytes, exhaustive: false)
        + (i % 4 == 0 ? ValueSweep.Run(part => new GuardedRegion(part, atEnd: false), sample.Bytes, exhaustive: false) : 0)).Sum();

    /// <summary>Damaged files under every reader.</summary>
    private static int Files()
    {
        using var folder = new TemporaryFolder();
        SampleFiles.WriteDictionary(folder["sample.sbuf"], count: 9);
        SampleFiles.WriteMultiBundle(folder["multi.sbuf"], count: 9);
        byte[] bytes = File.ReadAllBytes(folder["sample.sbuf"]);
        int steps = 0;
        foreach (bool atEnd in new[] { true, false })
        {
            var sweep = new CorruptionSweep(part => new GuardedRegion(part, atEnd), File.ReadAllBytes(folder["multi.sbuf"]));
            sweep.SweepStomps(seed: 7, count: 500);
            steps += sweep.Count;
        }

        foreach (bool atEnd in new[] { true, false })
        {
            var sweep = new CorruptionSweep(part => new GuardedRegion(part, atEnd), bytes);
            sweep.SweepHeads(headLength: 32);
            sweep.SweepTruncations(step: 97);
            sweep.SweepStomps(seed: 5, count: 500);
            steps += sweep.Count;
        }

        return steps;
    }
}
