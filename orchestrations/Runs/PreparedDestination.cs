using System.Text.Json;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>A destination of a run with its resolved config.</summary>
/// <param name="Index">Its number in the pipeline.</param>
/// <param name="Step">Its name in books and errors: <c>destination</c>, or <c>destinations[1]</c> among several.</param>
/// <param name="Type">The connector type.</param>
/// <param name="Connector">The writing half.</param>
/// <param name="Config">The config, secrets in the clear.</param>
internal sealed record PreparedDestination(int Index, string Step, string Type, IDestination Connector, JsonElement Config)
{
    public DestinationTraits Traits => Connector.Traits(Config);
}
