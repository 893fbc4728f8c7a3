using System.Diagnostics;
using DataAggregator.Core.Runs;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Puts the ids of a run and its pipeline on every log line and on the span of the work at hand.</summary>
internal static class RunScope
{
    public static IDisposable? Begin(ILogger logger, Run run)
    {
        Activity.Current?.SetTag("dataaggregator.run.id", run.Id).SetTag("dataaggregator.pipeline.id", run.PipelineId);
        return logger.BeginScope(new Dictionary<string, object> { ["RunId"] = run.Id, ["PipelineId"] = run.PipelineId });
    }
}
