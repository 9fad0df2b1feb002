using System.Globalization;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Properties;

/// <summary>The properties of mappers in a process of their own, which other switches of the runtime can be given to. Says the digest of all tables.</summary>
internal static class MapperPropertyScenario
{
    public const int Rounds = 11;

    public static int Run(string[] arguments)
    {
        Console.WriteLine(Digest().ToString("X16", CultureInfo.InvariantCulture));
        return ChildScenarios.Success;
    }

    public static ulong Digest()
    {
        var properties = new MapperProperties();
        Property.Check(properties.Check, Rounds);
        return properties.Digest;
    }
}
