using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>A source beside the stream at hand.</summary>
/// <param name="Endpoint">Its name and resolved config.</param>
/// <param name="Source">The connector's reading half.</param>
/// <param name="IsAsked">Whether steps only ask it for single records, so that it is not read whole.</param>
internal sealed record PreparedInput(Endpoint Endpoint, ISource Source, bool IsAsked)
{
    /// <summary>How errors call it: its place in the definition, which is that of a step where a step names a saved connector.</summary>
    public string Step => StepOf(Endpoint);

    /// <summary>How errors call the source at <paramref name="endpoint"/>.</summary>
    public static string StepOf(Endpoint endpoint) => endpoint.Path.TrimStart('$', '.');
}
