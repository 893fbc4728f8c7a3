using System.Globalization;
using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// One generation of a run: what an orchestration and all its activities work for. Each start, resumption, retry and take-over is a generation of
/// its own, with the next epoch; it goes on from what the ledger knows to be delivered, and what an older one still does is refused.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="Epoch">Its epoch.</param>
public sealed record RunGeneration(string RunId, int Epoch)
{
    /// <summary>The external event that ends a wait: something was asked of the run.</summary>
    internal const string Wake = "Wake";

    /// <summary>The id of its orchestration.</summary>
    internal string InstanceId => string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(RunId)}{Epoch}");

    /// <summary>The generation that is to work on a run.</summary>
    internal static RunGeneration Of(Run run) => new(run.Id, run.Epoch);

    /// <summary>What the ids of all instances of a run begin with.</summary>
    internal static string PrefixOf(string runId) => $"{runId}-";

    /// <summary>The run of an orchestration's id.</summary>
    internal static string RunOf(string instanceId) => instanceId[..Math.Max(0, instanceId.LastIndexOf('-'))];
}
