using SharedBuffers.Bench.Reporting;

namespace SharedBuffers.Bench.Scenarios;

/// <summary>One macro question, from making its data to its section of the report.</summary>
internal interface IScenario
{
    /// <summary>What the command line calls it.</summary>
    string Name { get; }

    /// <summary>A line for the list of scenarios.</summary>
    string Description { get; }

    /// <summary>Runs it.</summary>
    /// <exception cref="ScenarioSkippedException">It cannot run here.</exception>
    IEnumerable<Section> Run(ScenarioContext context);
}
