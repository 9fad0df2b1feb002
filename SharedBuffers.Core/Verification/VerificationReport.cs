namespace SharedBuffers.Verification;

/// <summary>What a verification found, and how much it looked at.</summary>
public sealed class VerificationReport
{
    internal VerificationReport(FindingList findings)
    {
        Findings = findings.Findings;
        IsComplete = findings.IsComplete;
        ByteCount = findings.ByteCount;
        RecordCount = findings.RecordCount;
        ValueCount = findings.ValueCount;
        KeyCount = findings.KeyCount;
    }

    /// <summary>What is wrong, in the order in which it was found.</summary>
    public IReadOnlyList<VerificationFinding> Findings { get; }

    /// <summary>
    /// Whether everything was looked at. False when the verification stopped at <see cref="FileVerifier.MaxFindings"/> findings, or a part was too damaged to
    /// go on with it.
    /// </summary>
    public bool IsComplete { get; }

    /// <summary>Whether everything was looked at and nothing is wrong.</summary>
    public bool IsValid => IsComplete && Findings.Count == 0;

    /// <summary>Bytes whose checksum was compared.</summary>
    public long ByteCount { get; }

    /// <summary>Records that were walked.</summary>
    public long RecordCount { get; }

    /// <summary>Values that were looked at inside the records; a value that several records share counts once for each unless it is a container.</summary>
    public long ValueCount { get; }

    /// <summary>Keys of indexes that were looked at.</summary>
    public long KeyCount { get; }

    /// <summary>One line: the counts, or the first finding.</summary>
    public override string ToString() => Findings.Count == 0
        ? $"{ByteCount} bytes, {RecordCount} records, {ValueCount} values, {KeyCount} keys: nothing is wrong"
        : $"{Findings.Count} findings, the first: {Findings[0]}";
}
