using System.Security.Cryptography;
using System.Text;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Pipelines.Triggers;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Triggers;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Triggers;

/// <summary>
/// Starts a run for every file that has arrived, once it is complete. What was seen is kept in the database: a file that came while nobody looked starts its run
/// afterwards, and of two hosts one starts it.
/// </summary>
/// <param name="watches">What is known of the files.</param>
/// <param name="files">The files as they are.</param>
/// <param name="connectors">The saved connectors that paths belong to.</param>
/// <param name="starter">Starts the runs.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Gets triggers that cannot be looked at.</param>
public sealed class FileWatcher(IFileWatchStore watches, IWatchedFiles files, IConnectorStore connectors, TriggerStarter starter, TimeProvider time, ILogger<FileWatcher> logger)
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    /// <summary>Looks at the files of all triggers whose time has come.</summary>
    public async Task RunAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (var watch in await watches.ClaimDueAsync(cancellationToken))
        {
            try
            {
                await LookAsync(client, watch, cancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // One pipeline's folder that is gone must not keep the others waiting.
                logger.NotLookedAt(failure, watch.Key, watch.Pipeline.Name);
                var reason = failure is ConnectorException known ? known.Message : "Its files could not be looked at; the log says why.";
                await watches.SetNextAsync(watch, time.GetUtcNow() + AfterFailure, reason, cancellationToken);
            }
        }
    }

    private async Task LookAsync(DurableTaskClient client, FileWatch watch, CancellationToken cancellationToken)
    {
        var definition = TriggerStarter.Read(watch.Pipeline.Document);
        if (definition.Triggers.FirstOrDefault(trigger => trigger.Key == watch.Key) is not FileTrigger trigger)
            return;
        var path = await PathAsync(trigger, cancellationToken);
        var found = files.List(path);
        if (trigger.Marker is { } marker)
            found = [.. found.Concat(files.List(path + marker)).DistinctBy(file => file.Path)];
        var look = FileLook.At(trigger, found, await watches.ReadAsync(watch, cancellationToken), watch.Since, time.GetUtcNow());
        if (!await watches.SaveAsync(watch, look.Changed, cancellationToken))
            return;
        foreach (var file in look.Ready)
        {
            if (!await StartAsync(client, watch, definition, trigger, file, cancellationToken))
                break;
        }

        await watches.SetNextAsync(watch, time.GetUtcNow() + TimeSpan.FromSeconds(trigger.PollSeconds), null, cancellationToken);
    }

    /// <summary>Whether the others may follow: where too many wait, or the trigger was paused, they stay as they are.</summary>
    private async Task<bool> StartAsync(DurableTaskClient client, FileWatch watch, PipelineDefinition definition, FileTrigger trigger, SeenFile file, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>(trigger.Parameters, StringComparer.Ordinal) { ["file_path"] = file.Path, ["file_name"] = Path.GetFileName(file.Path) };
        var eventId = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{file.Path}\n{file.Version}")));
        var outcome = await starter.FireAsync(client, watch.Pipeline, definition, trigger, eventId, values, cancellationToken);
        if (outcome.Result is FiringResult.Full or FiringResult.Paused)
            return false;
        FaultPoint.Reach("file_started");
        await watches.SetDoneAsync(watch, file, cancellationToken);
        return true;
    }

    private async Task<string> PathAsync(FileTrigger trigger, CancellationToken cancellationToken)
    {
        if (trigger.ConnectorId is not { } id)
            return trigger.Path;
        var connector = await connectors.FindAsync(id, cancellationToken)
            ?? throw new ConnectorException(ErrorClass.Settings, "connector_missing", $"There is no connector with the id '{id}'.", "Give the trigger another one.");
        return FileTriggerPath.Of(trigger, connector);
    }
}
