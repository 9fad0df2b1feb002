using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Layout;
using SharedBuffers.Tests.Generators;
using SharedBuffers.Tests.Support;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Collections;

/// <summary>More records than an int counts. No test writes as many: a file of three whose index claims three thousand million is what an array sees of it.</summary>
[TestFixture]
public sealed class MappedArrayCountTests
{
    private const long Many = 3_000_000_000;

    [Test]
    public void LongCount_BeyondInt_IsCountedIndexedAndSlicedIn64Bits()
    {
        using var folder = new TemporaryFolder();
        using (MappedArrayBuilder<Corner> builder = MappedArray.CreateBuilder<Corner>(folder["corners.sbuf"]))
        {
            builder.AddRange([new Corner(1, -1), new Corner(2, -2), new Corner(3, -3)]);
            builder.Publish();
        }

        using var damaged = new DamagedFile(folder["corners.sbuf"]);
        FileSection index = damaged.Section(SectionKind.ArrayIndex);
        Assert.That(damaged.Bytes[(int)index.Offset + 2], Is.EqualTo(ArrayIndexHeader.EqualDistances));
        BitConverter.TryWriteBytes(damaged.Bytes[((int)index.Offset + 8)..], Many);
        damaged.FixChecksums();
        using Bundle bundle = Bundle.Open(BufferFile.Open(damaged.Region, ownsRegion: false));
        MappedArray<Corner.View> array = bundle.GetArray<Corner.View>(MappedArray.ArrayName);

        Assert.That((array.LongCount, array.All.LongCount, array.All.Reverse().LongCount), Is.EqualTo((Many, Many, Many)));
        Assert.That(() => array.Count, Throws.TypeOf<OverflowException>());
        Assert.That(() => array.All.Count, Throws.TypeOf<OverflowException>());
        Assert.That(() => array.ToArray(), Throws.TypeOf<OverflowException>());
        Assert.That((array[2].X, array[2L].X, array.All.Reverse()[Many - 1].X), Is.EqualTo((3f, 3f, 1f)));
        Assert.That((array.Slice(Many - 1, Many, -1)[Many - 2].X, array.Slice(1, 2).LongCount, array.All.Every(Many / 3).LongCount), Is.EqualTo((2f, 2L, 3L)));
        Assert.That(() => array[Many - 1], Throws.TypeOf<CorruptBufferException>(), "the file has no such record, whatever its index says");
        Assert.That(() => array[^1], Throws.TypeOf<CorruptBufferException>());
        Assert.That(() => array[Many], Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => array.Masked(new ulong[1000]), Throws.ArgumentException);
        Assert.That(FileVerifier.Verify(damaged.Region).IsValid, Is.False);
    }
}
