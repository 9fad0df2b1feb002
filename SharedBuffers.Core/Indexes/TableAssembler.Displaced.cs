using System.Buffers.Binary;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <remarks>Few keys are displaced: see <see cref="DisplacedPlacement"/>. Their hashes and slots are in memory, as a table of them is small; values of multi tables need not be.</remarks>
internal sealed partial class TableAssembler
{
    private static readonly SampledWords[] s_sampledWords = [SampledWords.Outer, SampledWords.Last, SampledWords.First, SampledWords.Inner];

    private bool TryWriteDisplacedIntegers(Stream destination, ulong seed, TableGeometry lines)
    {
        var placement = new DisplacedPlacement(Count);
        ulong[] hashes = new ulong[Count];
        VisitKeys((_, entry, key) => hashes[key] = entry.Hash);
        if (!placement.TryPlace(hashes))
        {
            return false;
        }

        WriteDisplaced(destination, TableGeometry.DisplacedIntegers(lines.Kind, lines.ValueWidth, placement.BucketBits), seed, placement, hashes);
        return true;
    }

    private bool TryWriteDisplacedKeys(Stream destination, TableGeometry tagged)
    {
        if (!TrySample(out SampledWords words, out KeySample[] samples))
        {
            return false;
        }

        var placement = new DisplacedPlacement(Count);
        ulong[] hashes = new ulong[Count];
        for (ulong seed = 0; seed < DisplacedPlacement.MostSeeds; seed++)
        {
            var function = new SampledHash(seed, words);
            for (int key = 0; key < samples.Length; key++)
            {
                hashes[key] = function.Hash(samples[key]);
            }

            if (placement.TryPlace([.. hashes.Order()]))
            {
                WriteDisplaced(destination, tagged with { BucketBits = placement.BucketBits, Words = words }, seed, placement, hashes);
                return true;
            }
        }

        return false;
    }

    // The first words that tell all keys apart.
    private bool TrySample(out SampledWords words, out KeySample[] samples)
    {
        var taken = samples = new KeySample[Count];
        var distinct = new HashSet<KeySample>((int)Count);
        foreach (SampledWords candidate in s_sampledWords)
        {
            distinct.Clear();
            VisitKeys((run, entry, key) => distinct.Add(taken[key] = KeySample.Of(run.KeyOf(entry), candidate)));
            if (distinct.Count == Count)
            {
                words = candidate;
                return true;
            }
        }

        words = default;
        return false;
    }

    // The hashes are in the order of the entries.
    private void WriteDisplaced(Stream destination, TableGeometry geometry, ulong seed, DisplacedPlacement placement, ulong[] hashes)
    {
        MeasureRuns();
        VisitKeys((run, entry, key) => encoding.Measure(run, entry, (ulong)placement.SlotOf(hashes[key])));
        TableAreas areas = WriteHeader(destination, geometry, (ulong)placement.SlotCount, seed);
        WriteDisplacements(destination, placement.Displacements, areas.SlotsOffset - HashTableHeader.Size);

        int stride = geometry.SlotStride;
        byte[] slots = new byte[areas.HeapOffset - areas.SlotsOffset];
        bool[] taken = new bool[placement.SlotCount];
        ulong units = 0;
        int next = 0;
        Visit(0.5, 0.5, (run, group) =>
        {
            int slot = placement.SlotOf(hashes[next++]);
            encoding.WriteSlot(slots.AsSpan(slot * stride, stride), run, group[0], SlotValueOf(run, group, geometry.ValueWidth, ref units));
            taken[slot] = true;
        });
        FillFreeSlots(slots, stride, taken);
        destination.Write(slots);
        WriteHeap(destination);
        WriteRuns(destination, geometry.ValueWidth);
        ReportFraction(1);
    }

    private static void WriteDisplacements(Stream destination, ReadOnlySpan<ushort> displacements, ulong length)
    {
        byte[] bytes = new byte[length];
        for (int bucket = 0; bucket < displacements.Length; bucket++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(sizeof(ushort) * bucket), displacements[bucket]);
        }

        destination.Write(bytes);
    }

    // By the next entry, or by the last one.
    private static void FillFreeSlots(Span<byte> slots, int stride, bool[] taken)
    {
        int entry = Array.LastIndexOf(taken, true);
        for (int slot = taken.Length - 1; slot >= 0; slot--)
        {
            if (taken[slot])
            {
                entry = Math.Min(entry, slot);
            }
            else
            {
                slots.Slice(entry * stride, stride).CopyTo(slots[(slot * stride)..]);
            }
        }
    }

    private void VisitKeys(KeyVisitor visit)
    {
        int key = 0;
        Visit(0.4, 0, (run, group) => visit(run, group[0], key++));
    }
}
