namespace SharedBuffers.Diagnostics;

/// <summary>How far a long piece of work is: a build, a verification, a merge.</summary>
/// <param name="Step">What is being done, a word or two for people.</param>
/// <param name="Done">Units done in this step.</param>
/// <param name="Total">Units of this step, or -1 when nobody knows: records of a source that is a stream.</param>
public readonly record struct WorkProgress(string Step, long Done, long Total)
{
    /// <summary>Part of the step that is done, 0 to 1, or null when the total is not known.</summary>
    public double? Fraction => Total < 0 ? null : Total == 0 ? 1 : (double)Done / Total;
}
