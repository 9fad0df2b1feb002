using SharedBuffers.Diagnostics;
using SharedBuffers.Files;
using SharedBuffers.Schemas;

namespace SharedBuffers.Verification;

/// <summary>What the parts of one verification share.</summary>
internal sealed class VerificationWork(BufferFile file, FindingList findings, IProgress<WorkProgress>? progress, CancellationToken cancellation)
{
    /// <summary>Units between two looks at the cancellation token: often enough for people.</summary>
    private const int Stride = 1 << 12;

    public BufferFile File => file;

    public FindingList Findings => findings;

    /// <summary>The typecodes that the schemas of the file claim.</summary>
    public TypeRegistry Types { get; } = new();

    /// <summary>Called for each unit: tells and asks now and then.</summary>
    public void Advance(string step, long done, long total)
    {
        if (done % Stride == 0 || done == total)
        {
            Report(step, done, total);
        }
    }

    /// <summary>Tells how far the work is and asks whether to go on.</summary>
    public void Report(string step, long done, long total)
    {
        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new WorkProgress(step, done, total));
    }
}
