using SharedBuffers.Tests.Collections;
using SharedBuffers.Tests.Corruption;
using SharedBuffers.Tests.Hashing;
using SharedBuffers.Tests.Memory;
using SharedBuffers.Tests.Properties;
using SharedBuffers.Tests.Values;

namespace SharedBuffers.Tests.Support;

/// <summary>
/// Parts of this assembly that run in a process of their own: with other runtime switches, or because they may die. A scenario is a static method that returns the
/// exit code; what it prints is the message of a failed test.
/// </summary>
internal static class ChildScenarios
{
    public const int Success = 0;
    public const int Failure = 1;
    private const int UnknownScenario = 64;

    private static readonly Dictionary<string, Func<string[], int>> s_scenarios = new()
    {
        [nameof(PublicationScenarios.Read)] = PublicationScenarios.Read,
        [nameof(PublicationScenarios.Build)] = PublicationScenarios.Build,
        [nameof(PublicationScenarios.FillDisk)] = PublicationScenarios.FillDisk,
        [nameof(PublicationScenarios.FillDiskByMerging)] = PublicationScenarios.FillDiskByMerging,
        [nameof(BuilderFailureScenarios.FillDiskByAnyBuild)] = BuilderFailureScenarios.FillDiskByAnyBuild,
        [nameof(BuilderFailureScenarios.BuildWithoutPermission)] = BuilderFailureScenarios.BuildWithoutPermission,
        [nameof(HardwareIntrinsicsScenario)] = HardwareIntrinsicsScenario.Run,
        [nameof(GuardPageScenario)] = GuardPageScenario.Run,
        [nameof(CollectionPropertyScenario)] = CollectionPropertyScenario.Run,
        [nameof(MapperPropertyScenario)] = MapperPropertyScenario.Run,
        [nameof(AtomicScenario)] = AtomicScenario.Run,
        [nameof(AtomicLockScenario)] = AtomicLockScenario.Run,
        [nameof(PermissionScenario)] = PermissionScenario.Run,
    };

    /// <summary>Starts this assembly as a program and waits for its end.</summary>
    public static ChildProcess Start(string scenario, string[]? arguments = null, params (string Name, string Value)[] environment)
    {
        // A scenario that is meant to die should not leave a dump behind.
        var variables = new Dictionary<string, string> { ["DOTNET_DbgEnableMiniDump"] = "0" };
        foreach ((string name, string value) in environment)
        {
            variables[name] = value;
        }

        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        return ChildProcess.Run(host, ["exec", typeof(ChildScenarios).Assembly.Location, scenario, .. arguments ?? []], environment: variables);
    }

    /// <summary>Runs a scenario in this process: what <see cref="Program"/> does in the child.</summary>
    public static int Run(string[] arguments)
    {
        if (arguments.Length == 0 || !s_scenarios.TryGetValue(arguments[0], out Func<string[], int>? scenario))
        {
            Console.Error.WriteLine("Scenarios: " + string.Join(", ", s_scenarios.Keys));
            return UnknownScenario;
        }

        try
        {
            return scenario(arguments[1..]);
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
            return Failure;
        }
    }
}
