using System.Globalization;
using NUnit.Framework;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Properties;

/// <summary>Every kind of mapper against the dictionaries and lookups of the BCL, with the vector instructions of the processor and without.</summary>
[TestFixture]
public sealed class MapperPropertyTests
{
    [Test]
    public void All_WithAndWithoutHardwareIntrinsics_HoldAndWriteTheSameBytes()
    {
        string digest = MapperPropertyScenario.Digest().ToString("X16", CultureInfo.InvariantCulture);
        ChildProcess child = ChildScenarios.Start(nameof(MapperPropertyScenario), null, ("DOTNET_EnableHWIntrinsic", "0"));

        Assert.That(child.ExitCode, Is.EqualTo(ChildScenarios.Success), () => child.Output + child.Error);
        Assert.That(child.Output.Trim(), Is.EqualTo(digest));
    }
}
