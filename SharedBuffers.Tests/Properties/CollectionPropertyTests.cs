using NUnit.Framework;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Properties;

/// <summary>Stored collections against those of the BCL, at every alignment, with the vector instructions of the processor and without.</summary>
[TestFixture]
public sealed class CollectionPropertyTests
{
    private const int Rounds = 400;

    [Test]
    public void List_RandomNumbersAndTexts_BehavesAsAnArray() => Property.Check(ListProperties.Check, Rounds);

    [Test]
    public void Set_RandomElements_BehavesAsAHashSet() => Property.Check(SetProperties.Check, 4 * Rounds);

    [Test]
    public void Map_RandomKeys_BehavesAsADictionary() => Property.Check(MapProperties.Check, 2 * Rounds);

    [Test]
    public void MapAndSet_ManyKeys_AreAllFound() => Property.Check(MapProperties.CheckSearch, Rounds / 2);

    [Test]
    public void NdArray_RandomShapes_BehavesAsItsElements() => Property.Check(NdArrayProperties.Check, Rounds);

    [Test]
    public void All_WithoutHardwareIntrinsics_Hold()
    {
        ChildProcess child = ChildScenarios.Start(nameof(CollectionPropertyScenario), null, ("DOTNET_EnableHWIntrinsic", "0"));
        Assert.That(child.ExitCode, Is.EqualTo(ChildScenarios.Success), () => child.Output + child.Error);
    }
}
