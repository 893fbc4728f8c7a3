using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>A source beside the stream at hand.</summary>
/// <param name="Endpoint">Its name and resolved config.</param>
/// <param name="Source">The connector's reading half.</param>
internal sealed record PreparedInput(Endpoint Endpoint, ISource Source);
