namespace SharedBuffers.Bench.Scenarios;

/// <summary>The processes that scenarios start: what is measured from a process's start, or of a process as a whole, needs one of its own.</summary>
internal static class ChildProgram
{
    public static int Run(string[] args)
    {
        Console.Error.WriteLine($"There is no child '{string.Join(' ', args)}': children are started by scenarios.");
        return 2;
    }
}
