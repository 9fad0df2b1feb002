using SharedBuffers.Diagnostics;

namespace SharedBuffers.Verification;

/// <summary>Collects findings and counts while a file is verified.</summary>
internal sealed class FindingList
{
    private readonly List<VerificationFinding> _findings = [];

    public IReadOnlyList<VerificationFinding> Findings => _findings;

    /// <summary>Whether so much is wrong that more findings would help nobody.</summary>
    public bool IsFull => _findings.Count >= FileVerifier.MaxFindings;

    public bool IsComplete { get; private set; } = true;

    public long ByteCount { get; set; }

    public long RecordCount { get; set; }

    public long ValueCount { get; set; }

    public long KeyCount { get; set; }

    public void Add(string part, long offset, string message)
    {
        if (IsFull)
        {
            IsComplete = false;
            return;
        }

        _findings.Add(new VerificationFinding(part, offset, message));
    }

    /// <summary>Adds the damage that a check ran into.</summary>
    public void Add(string part, CorruptBufferException damage)
    {
        // The finding has the offset beside the message, the exception inside it.
        string suffix = $" (at offset {damage.Offset})";
        string message = damage.Message;
        Add(part, damage.Offset, message.EndsWith(suffix, StringComparison.Ordinal) ? message[..^suffix.Length] : message);
    }

    /// <summary>Runs a check that stops at its first damage: the damage becomes a finding, and what the check did not reach was not looked at.</summary>
    /// <returns>Whether the check ended without damage.</returns>
    public bool Run(string part, Action check)
    {
        try
        {
            check();
            return true;
        }
        catch (CorruptBufferException damage)
        {
            Add(part, damage);
            IsComplete = false;
            return false;
        }
    }

    public void MarkIncomplete() => IsComplete = false;
}
