using DataAggregator.Core.Connectors;
using DataAggregator.Core.Incremental;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Loads what a run needs. Every activity does so for itself: nothing of it crosses the history.</summary>
/// <param name="runs">The run ledger.</param>
/// <param name="control">What the run is told.</param>
/// <param name="definitions">Where definitions come from.</param>
/// <param name="catalogue">The connector types.</param>
/// <param name="compiler">The step types.</param>
/// <param name="limits">What bounds a segment.</param>
/// <param name="resources">What the steps of a run share.</param>
/// <param name="schemas">What is known of streams.</param>
/// <param name="logs">Where runs say what they do.</param>
/// <param name="time">Paces the signs of life.</param>
/// <param name="logger">Carries the run's ids while an activity is at work.</param>
/// <param name="letters">The dead letters; null where runs do not replay any (<c>run FILE</c>).</param>
/// <param name="replaySource">Reads those that a run replays.</param>
public sealed class RunPreparation(
    IRunStore runs, IRunControlStore control, IRunDefinitions definitions, ConnectorCatalogue catalogue, ITransformationCompiler compiler, RunLimits limits, RunResources resources, RunSchemas schemas, RunLogs logs, TimeProvider time, ILogger<RunPreparation> logger,
    IDeadLetterStore? letters = null, IReplaySource? replaySource = null)
{
    /// <summary>The outcome of an activity's work on a run; <paramref name="step"/> tells which step a failure belongs to. The work's token is cancelled when the run is to stop.</summary>
    internal Task<Outcome<T>> WorkAsync<T>(string step, RunGeneration generation, Func<PreparedRun, CancellationToken, Task<T>> work, CancellationToken cancellationToken, bool isInFlight = false) =>
        ActivityBoundary.RunAsync(step, async () =>
        {
            var run = await runs.FindHeadAsync(generation.RunId, cancellationToken)
                ?? throw new ConnectorException(ErrorClass.Settings, "run_not_found", $"There is no run with the id '{generation.RunId}'.");
            using var scope = RunScope.Begin(logger, run);
            await using var log = logs.Open(run.Id);
            await using var watch = await RunWatch.BeginAsync(control, generation, limits.Lease, isInFlight, time, logger, cancellationToken);
            return await watch.HeedAsync(async token => await work(await PrepareAsync(run, watch, token) with { Log = log }, token));
        });

    /// <summary>Keeps hold of a run while it is being ended.</summary>
    internal RunWatch WatchEnd(RunGeneration generation, CancellationToken cancellationToken) => RunWatch.Ending(control, generation, limits.Lease, time, logger, cancellationToken);

    internal async Task<PreparedRun> PrepareAsync(Run run, RunWatch? watch, CancellationToken cancellationToken)
    {
        var definition = await definitions.LoadAsync(run, cancellationToken);
        var replay = run.Trigger == Replay.Trigger && letters is not null ? await letters.FindReplayAsync(run.Id, cancellationToken) : null;
        if (replay is not null)
            definition = ReplayDefinition.Of(definition, replay, run.Id);
        var source = replay is not null ? replaySource! : Reading(definition.Sources[0], "source");
        var asked = definition.Sources.Count > 1 ? compiler.FindInputs(definition.Transformations, "$.transformations").Where(input => !input.IsReadWhole).Select(input => input.Key).ToHashSet(StringComparer.Ordinal) : [];
        var inputs = definition.Sources.Skip(1).Select(endpoint => new PreparedInput(endpoint, Reading(endpoint, PreparedInput.StepOf(endpoint)), asked.Contains(endpoint.Name!)));
        var destinations = definition.Destinations.Select((endpoint, index) =>
        {
            var step = definition.Destinations.Count == 1 ? "destination" : $"destinations[{index}]";
            var connector = Find(endpoint, step);
            return new PreparedDestination(index, step, connector.Spec.Type, connector.Destination ?? throw Unavailable(endpoint, step), endpoint.Config);
        });
        return new PreparedRun(run, definition, source, [.. inputs], [.. destinations], compiler, limits, resources.Of(run), watch)
        {
            Schemas = schemas,
            StreamName = replay is not null ? definition.Sources[0].Stream : StreamName.Of(definition.Sources[0], Find(definition.Sources[0], "source").Spec),
        };
    }

    private ISource Reading(Endpoint endpoint, string step) => Find(endpoint, step).Source ?? throw Unavailable(endpoint, step);

    private Connector Find(Endpoint endpoint, string step) => catalogue.Find(endpoint.ConnectorType!)
        ?? throw new ConnectorException(ErrorClass.Settings, "unknown_connector_type", $"The {step}'s connector type '{endpoint.ConnectorType}' is unknown.");

    private ConnectorException Unavailable(Endpoint endpoint, string step)
    {
        var spec = Find(endpoint, step).Spec;
        return spec.Available
            ? new ConnectorException(ErrorClass.Settings, "wrong_capability", $"'{spec.DisplayName}' cannot be a {step}.")
            : new ConnectorException(ErrorClass.Settings, "connector_unavailable", $"The {step}'s connector '{spec.DisplayName}' is not available in this installation.", spec.InstallHint);
    }
}
