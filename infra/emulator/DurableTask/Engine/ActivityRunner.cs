using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Durable;

/// <summary>
/// Runs activities, each at least once: its row stays until its answer is committed. The process is the lease: nobody else uses
/// the file, so what a killed process was at is free at the next start.
/// </summary>
internal sealed class ActivityRunner(DurableStore store, EngineClock clock, WorkerSetup setup, ILogger logger)
{
    /// <summary>Runs an activity; returns the id of the instance that got its answer, or null if nobody did.</summary>
    public async Task<string?> RunAsync(long id, CancellationToken stopping)
    {
        if (store.Read(session => session.FindActivity(id)) is not { } work)
        {
            return null;
        }

        var (kind, data) = (EventKind.TaskCompleted, (string?)null);
        try
        {
            data = await InvokeAsync(work, stopping);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // What it throws while it is cancelled says nothing about the work: it runs again at the next start.
            Log.ActivityInterrupted(logger, work.Name, work.InstanceId);
            return null;
        }
        catch (TaskNotFoundException missing)
        {
            (kind, data) = (EventKind.TaskFailed, Failures.Write(Failures.Of(Failures.ActivityNotFound, missing.Message)));
        }
        catch (Exception error)
        {
            Log.ActivityFailed(logger, error, work.Name, work.InstanceId);
            (kind, data) = (EventKind.TaskFailed, Failures.Write(TaskFailureDetails.FromException(error)));
        }

        var answer = new HistoryEvent(kind, clock.Now, work.TaskId, work.Name, data);
        return await store.WriteAsync(session => session.CompleteActivity(work, answer)) ? work.InstanceId : null;
    }

    private async Task<string?> InvokeAsync(ActivityWork work, CancellationToken stopping)
    {
        await using var scope = setup.Services.CreateAsyncScope();
        if (!setup.Tasks.TryCreateActivity(work.Name, work.Version, scope.ServiceProvider, out var activity))
        {
            throw new TaskNotFoundException($"There is no activity named '{work.Name}'. Register it with the worker.");
        }

        var context = new EmulatorActivityContext(work, setup.Converter, scope.ServiceProvider, stopping);
        var output = await activity.RunAsync(context, setup.Converter.Deserialize(work.Input, activity.InputType));
        return setup.Converter.Serialize(output);
    }
}
