using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Generators;
using SharedBuffers.Tests.Support;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Collections;

/// <summary>
/// Records of one size, whose places are computed. More than an int counts are not written by any test: a file of three whose index claims three thousand million is what an array
/// sees of them.
/// </summary>
[TestFixture]
public sealed class MappedArrayCountTests
{
    private const long Many = 3_000_000_000;

    [Test]
    public void LongCount_BeyondInt_IsCountedIndexedAndSlicedIn64Bits()
    {
        using var folder = new TemporaryFolder();
        using (MappedArrayBuilder<Span2> builder = MappedArray.CreateBuilder<Span2>(folder["spans.sbuf"]))
        {
            builder.AddRange([new Span2 { From = 1 }, new Span2 { From = 2 }, new Span2 { From = 3 }]);
            builder.Publish();
        }

        using var damaged = new DamagedFile(folder["spans.sbuf"]);
        FileSection index = damaged.Section(SectionKind.ArrayIndex);
        Assert.That(damaged.Bytes[(int)index.Offset + 2], Is.EqualTo(ArrayIndexHeader.EqualDistances));
        BitConverter.TryWriteBytes(damaged.Bytes[((int)index.Offset + 8)..], Many);
        damaged.FixChecksums();
        using Bundle bundle = Bundle.Open(BufferFile.Open(damaged.Region, ownsRegion: false));
        MappedArray<Span2.View> array = bundle.GetArray<Span2.View>(MappedArray.ArrayName);

        Assert.That((array.LongCount, array.All.LongCount, array.All.Reverse().LongCount), Is.EqualTo((Many, Many, Many)));
        Assert.That(() => array.Count, Throws.TypeOf<OverflowException>());
        Assert.That(() => array.All.Count, Throws.TypeOf<OverflowException>());
        Assert.That(() => array.ToArray(), Throws.TypeOf<OverflowException>());
        Assert.That((array[2].From, array[2L].From, array.All.Reverse()[Many - 1].From), Is.EqualTo((3.0, 3.0, 1.0)));
        Assert.That((array.Slice(Many - 1, Many, -1)[Many - 2].From, array.Slice(1, 2).LongCount, array.All.Every(Many / 3).LongCount), Is.EqualTo((2.0, 2L, 3L)));
        Assert.That(() => array[Many - 1], Throws.TypeOf<CorruptBufferException>(), "the file has no such record, whatever its index says");
        Assert.That(() => array[^1], Throws.TypeOf<CorruptBufferException>());
        Assert.That(() => array[Many], Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => array.Masked(new ulong[1000]), Throws.ArgumentException);
        Assert.That(FileVerifier.Verify(damaged.Region).IsValid, Is.False);
    }

    /// <summary>Records of one size need no check but that of their index, except for the last ones of a region. All of them, of arrays of every length, and after the dispose.</summary>
    [Test]
    public void Read_RecordsOfOneSizeAtTheEndOfTheirRegion_AreThemselves()
    {
        const int Most = 40;
        using var folder = new TemporaryFolder();
        for (int count = 1; count <= Most; count++)
        {
            string path = folder[$"{count}.sbuf"];
            using (MappedArrayBuilder<Span2> builder = MappedArray.CreateBuilder<Span2>(path))
            {
                builder.AddRange(Enumerable.Range(0, count).Select(i => new Span2 { From = i, To = -i }));
                builder.Publish();
            }

            // Behind the section of the records there is nothing any more.
            using MemoryRegion file = MemoryRegion.CopyOf(File.ReadAllBytes(path));
            using BufferFile sections = BufferFile.Open(file, ownsRegion: false);
            FileSection rows = sections.GetSection(SectionKind.Rows, MappedArray.ArrayName);
            using MemoryRegion alone = MemoryRegion.CopyOf(sections.GetView(rows).AsSpan());
            var area = new RecordArea(alone.View, SchemaBinding.Create(alone, Span2.Schema));
            RecordOffsets offsets = RecordOffsets.Open(sections.GetView(sections.GetSection(SectionKind.ArrayIndex, MappedArray.ArrayName)));
            Assert.That(offsets.CountEqualBelow(area.PlacesOfRun), Is.LessThanOrEqualTo(count));
            for (int i = 0; i < count; i++)
            {
                Span2.View last = area.GetRecord<Span2.View>(offsets.GetOffset(i));
                Assert.That((last.From, last.To), Is.EqualTo(((double)i, (double)-i)));
            }

            MappedArray<Span2.View> array = MappedArray.Open<Span2.View>(path);
            Assert.That(array.Select(r => (int)r.From), Is.EqualTo(Enumerable.Range(0, count)));
            Span2.View first = array[0];
            array.Dispose();
            Assert.That(() => array[0], Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => first.To, Throws.TypeOf<ObjectDisposedException>());
        }
    }
}
