using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Tests.Support;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Verification;

/// <summary>Whole files: valid ones pass, and each kind of damage is found where it is, with and without fitting checksums.</summary>
public sealed class FileVerifierTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(40)]
    [TestCase(3000)]
    public void Verify_Dictionary_NothingIsWrong(int count)
    {
        string path = _folder["dictionary.sbuf"];
        SampleFiles.WriteDictionary(path, count);
        VerificationReport report = FileVerifier.Verify(path);
        Assert.That(report.Findings, Is.Empty);
        Assert.That(report.IsValid, Is.True, report.ToString());
        Assert.That(report.RecordCount, Is.EqualTo(count));
        Assert.That(report.KeyCount, Is.EqualTo(count));
        Assert.That(report.ValueCount, Is.GreaterThanOrEqualTo(count));
    }

    [Test]
    public void Verify_Bundle_NothingIsWrong()
    {
        string path = _folder["bundle.sbuf"];
        SampleFiles.WriteBundle(path, 500);
        VerificationReport report = FileVerifier.Verify(path);
        Assert.That(report.Findings, Is.Empty);
        Assert.That(report.RecordCount, Is.EqualTo(1000));
        Assert.That(report.KeyCount, Is.EqualTo(2500));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(500)]
    public void Verify_SeveralRecordsAKey_NothingIsWrong(int count)
    {
        string path = _folder["multi.sbuf"];
        SampleFiles.WriteMultiBundle(path, count);
        VerificationReport report = FileVerifier.Verify(path);
        Assert.That(report.Findings, Is.Empty);
        Assert.That(report.RecordCount, Is.EqualTo(count));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(5000)]
    public void Verify_IdMappers_NothingIsWrong(int count)
    {
        foreach (string path in SampleFiles.WriteIdMappers(name => _folder[name], count))
        {
            VerificationReport report = FileVerifier.Verify(path);
            Assert.That(report.Findings, Is.Empty, path);
            Assert.That(report.KeyCount, Is.EqualTo(path.EndsWith("objects.sbuf", StringComparison.Ordinal) ? count + ((count + 1) / 2) : count));
        }
    }

    [Test]
    public void Verify_AnyByteChanged_IsFound()
    {
        string path = _folder["dictionary.sbuf"];
        SampleFiles.WriteDictionary(path, 12);
        byte[] bytes = File.ReadAllBytes(path);
        using MemoryRegion region = MemoryRegion.CopyOf(bytes);
        Span<byte> view = region.View.AsWritableSpan();
        for (int i = 0; i < bytes.Length; i++)
        {
            // Padding between sections is long and all alike.
            if (bytes[i] == 0 && i % 16 != 0)
            {
                continue;
            }

            view[i] ^= 0x10;
            Assert.That(FileVerifier.Verify(region).Findings, Is.Not.Empty, $"byte {i}");
            view[i] ^= 0x10;
        }

        Assert.That(FileVerifier.Verify(region).IsValid, Is.True, "the bytes are whole again");
    }

    [TestCase(SectionKind.ArrayIndex, 16, "Rows")]
    [TestCase(SectionKind.ArrayIndex, 18, "ArrayIndex")]
    [TestCase(SectionKind.ArrayIndex, 8, "Rows")]
    [TestCase(SectionKind.Index, 64 + 64, "Index")]
    [TestCase(SectionKind.Index, 64 + 64 + 12, "Index")]
    [TestCase(SectionKind.Index, 64 + 64 + 16, "Index")]
    [TestCase(SectionKind.Index, 64 + 8, "Index")]
    [TestCase(SectionKind.Schema, 0, "Rows")]
    public void Verify_DamageWithFittingChecksums_IsFound(SectionKind kind, int offset, string part)
    {
        string path = _folder["dictionary.sbuf"];
        SampleFiles.WriteDictionary(path, 12);
        using var damaged = new DamagedFile(path);
        damaged.Change(kind, offset, value => (byte)(value ^ 0x05));
        VerificationReport report = FileVerifier.Verify(damaged.Region);
        Assert.That(report.Findings, Is.Not.Empty);
        Assert.That(report.Findings[0].Part, Does.Contain(part));
        Assert.That(report.Findings[0].Message, Does.Not.Contain("checksum"));
    }

    [Test]
    public void Verify_DamagedRecord_NamesRecordAndOffset()
    {
        string path = _folder["dictionary.sbuf"];
        SampleFiles.WriteDictionary(path, 12);
        using var damaged = new DamagedFile(path);
        long record = damaged.OffsetOfRecord(5);
        damaged.Change(record, _ => 0xFF);
        damaged.Change(record + 1, _ => 0xFF);
        VerificationReport report = FileVerifier.Verify(damaged.Region);
        Assert.That(report.Findings, Has.Count.EqualTo(1));
        Assert.That(report.Findings[0].Part, Does.Contain("record 5"));
        Assert.That(report.Findings[0].Offset, Is.EqualTo(record));
        Assert.That(report.RecordCount, Is.EqualTo(11), "the others are fine");
    }

    [Test]
    public void Verify_ChecksumsOnly_NamesTheBlock()
    {
        string path = _folder["dictionary.sbuf"];
        SampleFiles.WriteDictionary(path, 12);
        using var damaged = new DamagedFile(path, fixChecksums: false);
        long offset = damaged.Section(SectionKind.Rows).Offset;
        damaged.Change(offset + 3, value => (byte)(value + 1));
        VerificationReport report = FileVerifier.Verify(damaged.Region);
        Assert.That(report.Findings, Has.Count.EqualTo(1));
        Assert.That(report.Findings[0].Message, Does.Contain("block 0"));
        Assert.That(report.Findings[0].Offset, Is.EqualTo(offset));
        Assert.That(report.IsComplete, Is.True);
        Assert.That(report.IsValid, Is.False);
    }

    [Test]
    public void Verify_NoNativeFile_IsOneFinding()
    {
        string path = _folder["text.txt"];
        File.WriteAllText(path, new string('x', 200));
        VerificationReport report = FileVerifier.Verify(path);
        Assert.That(report.Findings, Has.Count.EqualTo(1));
        Assert.That(report.Findings[0].Part, Is.EqualTo("header"));
        Assert.That(report.IsComplete, Is.False);

        File.WriteAllText(path, "");
        Assert.That(FileVerifier.Verify(path).Findings, Has.Count.EqualTo(1));
        Assert.That(() => FileVerifier.Verify(_folder["none.sbuf"]), Throws.TypeOf<FileNotFoundException>());
    }

    [Test]
    public void Verify_Truncated_IsFound()
    {
        string path = _folder["dictionary.sbuf"];
        SampleFiles.WriteDictionary(path, 3);
        byte[] bytes = File.ReadAllBytes(path);
        for (int length = 1; length < bytes.Length; length += length < 128 ? 1 : 61)
        {
            using MemoryRegion region = MemoryRegion.CopyOf(bytes.AsSpan(0, length));
            Assert.That(FileVerifier.Verify(region).IsValid, Is.False, $"{length} bytes");
        }
    }

    [Test]
    public void Verify_ProgressAndCancellation_AreServed()
    {
        string path = _folder["bundle.sbuf"];
        SampleFiles.WriteBundle(path);
        var steps = new List<WorkProgress>();
        FileVerifier.Verify(path, new InlineProgress<WorkProgress>(steps.Add));
        Assert.That(steps.Select(s => s.Step).Distinct(), Is.SupersetOf(new[] { "checksums", "records", "index 'names'" }));
        Assert.That(steps, Has.All.Matches<WorkProgress>(s => s.Done <= s.Total));

        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.That(() => FileVerifier.Verify(path, cancellation: cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
    }
}
