using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Properties;

/// <summary>The properties of collections in a process of their own, which other switches of the runtime can be given to.</summary>
internal static class CollectionPropertyScenario
{
    private const int Rounds = 100;

    public static int Run(string[] arguments)
    {
        Property.Check(ListProperties.Check, Rounds);
        Property.Check(SetProperties.Check, 2 * Rounds);
        Property.Check(MapProperties.Check, Rounds);
        Property.Check(MapProperties.CheckSearch, Rounds / 2);
        Property.Check(NdArrayProperties.Check, Rounds);
        return ChildScenarios.Success;
    }
}
