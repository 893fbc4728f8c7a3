using System.Globalization;
using System.Text.Json;
using DataAggregator.Core.Pipelines.Triggers;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Schemas;
using DataAggregator.Core.Triggers;

namespace DataAggregator.Orchestrations.Triggers;

/// <summary>What the platform tells of the end of a run.</summary>
/// <param name="schemas">Knows what a run saw.</param>
/// <param name="letters">Counts dead letters.</param>
public sealed class RunEvents(ISchemaStore schemas, IDeadLetterStore letters)
{
    /// <summary>The events; each end of a run that is tried again is one of its own.</summary>
    public async Task<IReadOnlyList<ToldEvent>> OfAsync(Run run, CancellationToken cancellationToken)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{run.Id}:{run.Attempt}");
        var told = new List<ToldEvent> { new(PlatformEvents.RunEnded, $"{PlatformEvents.RunEnded}:{id}", Data(run)) };
        if (run.Totals.Rejected > 0)
        {
            var open = await letters.CountOpenAsync(run.PipelineId, cancellationToken);
            told.Add(new(PlatformEvents.DeadLettersAdded, $"{PlatformEvents.DeadLettersAdded}:{id}", Data(run, ("added", run.Totals.Rejected), ("open", open), ("open_before", Math.Max(0, open - run.Totals.Rejected)))));
        }

        var drifts = await schemas.DriftsAsync(run.Id, cancellationToken);
        if (drifts.Count > 0)
            told.Add(new(PlatformEvents.SchemaDrifted, $"{PlatformEvents.SchemaDrifted}:{id}", Data(run, ("changes", drifts.Count), ("fields", drifts.Select(drift => drift.Change.Field).Distinct(StringComparer.Ordinal)))));
        return told;
    }

    private static JsonElement Data(Run run, params IEnumerable<(string Key, object Value)> more)
    {
        var data = new Dictionary<string, object?>
        {
            ["pipeline_id"] = run.PipelineId,
            ["pipeline_name"] = run.PipelineName,
            ["run_id"] = run.Id,
            ["attempt"] = run.Attempt,
            ["status"] = run.Status.ToWord(),
            ["trigger"] = run.Trigger,
            ["records_read"] = run.Totals.Read,
            ["records_written"] = run.Totals.Written,
            ["records_rejected"] = run.Totals.Rejected,
            ["error_code"] = run.Error?.Code,
        };
        foreach (var (key, value) in more)
            data[key] = value;
        return JsonSerializer.SerializeToElement(data);
    }
}
