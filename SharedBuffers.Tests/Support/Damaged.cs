using NUnit.Framework;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Tests.Support;

/// <summary>What reading damaged bytes may end in: data, or <see cref="CorruptBufferException"/>.</summary>
internal static class Damaged
{
    /// <summary>Reads; returns whether there was data. Any other exception fails the test.</summary>
    public static bool Reads(Action read, string message)
    {
        try
        {
            read();
            return true;
        }
        catch (CorruptBufferException)
        {
            return false;
        }
        catch (Exception other)
        {
            throw new AssertionException($"{message}: {other}", other);
        }
    }
}
