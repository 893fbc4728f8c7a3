using System.Text.Json;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Profiles;
using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Lineage;

/// <summary>Reads what is known of a run, and tells it as events of OpenLineage.</summary>
/// <param name="runs">The run ledger.</param>
/// <param name="definitions">What runs carry out.</param>
/// <param name="profiles">What records were like.</param>
/// <param name="reader">Follows fields through the steps.</param>
public sealed class OpenLineageReader(IRunStore runs, IRunDefinitions definitions, IProfileStore profiles, LineageReader reader)
{
    /// <summary>The events so far: <c>START</c>, and once the run has ended its end.</summary>
    public async Task<IReadOnlyList<JsonElement>> ReadAsync(Run run, CancellationToken cancellationToken)
    {
        var definition = await definitions.LoadAsync(run, cancellationToken);
        var plan = await runs.FindPlanAsync(run.Id, cancellationToken);
        var quality = await profiles.FindRunAsync(run.Id, cancellationToken);
        var events = new OpenLineageEvents(run, definition, plan, reader.Read(definition, plan), quality, reader.NameOf).All();
        return [.. events.Select(item => JsonSerializer.SerializeToElement(item))];
    }
}
