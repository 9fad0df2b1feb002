namespace SharedBuffers.Bench.Measuring;

/// <summary>
/// Looks at the anonymous memory of this process every few milliseconds and keeps the most that it saw: what the heap, native buffers and stacks take. Pages of mapped files are not in
/// it; the system takes those back when it needs them, so that the resident size says little about a program that reads mapped files.
/// </summary>
internal sealed class AnonymousPeak : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);

    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;
    private long _peak;

    public AnonymousPeak()
    {
        _thread = new Thread(Watch) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Ends the watch.</summary>
    /// <returns>Bytes; 0 where the system does not tell.</returns>
    public long Stop()
    {
        _end.Set();
        _thread.Join();
        Look();
        return _peak;
    }

    public void Dispose()
    {
        Stop();
        _end.Dispose();
    }

    private void Watch()
    {
        do
        {
            Look();
        }
        while (!_end.Wait(s_interval));
    }

    private void Look() => _peak = Math.Max(_peak, ProcessMemory.Anonymous() ?? 0);
}
