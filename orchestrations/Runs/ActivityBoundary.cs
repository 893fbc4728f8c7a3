using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Turns the failures that are understood into values, at the one place where an activity meets the history.</summary>
internal static class ActivityBoundary
{
    /// <summary>The outcome of <paramref name="work"/>; <paramref name="step"/> tells which step a failure belongs to.</summary>
    public static async Task<Outcome<T>> RunAsync<T>(string step, Func<Task<T>> work)
    {
        try
        {
            return new(await work());
        }
        catch (ConnectorException failure)
        {
            return new(default, RunFailure.Of(failure, step));
        }
        catch (StepFailedException failure)
        {
            return new(default, failure.Failure);
        }
        catch (InvalidDocumentException invalid)
        {
            return new(default, new RunFailure(ErrorClass.Settings, "validation_failed", invalid.Message, step, "Correct the settings and run the pipeline again."));
        }
        catch (StreamInUseException other)
        {
            return new(default, new RunFailure(ErrorClass.Transient, "stream_in_use", other.Message, "source", null));
        }
        catch (StoreUnavailableException away)
        {
            return new(default, new RunFailure(ErrorClass.Transient, "store_unavailable", away.Message, null, null));
        }
        catch (IOException full) when (FullDisk.IsReason(full))
        {
            return new(default, new RunFailure(ErrorClass.Transient, "disk_full", $"A disk of the platform is full: {full.Message}", step, null));
        }
        catch (RunStoppedException stopped)
        {
            return new(default, stopped.Failure, stopped.Order);
        }
        catch (RunSupersededException)
        {
            return new(default, null, RunOrder.Superseded);
        }
    }

    /// <summary>Names the step that a connector's failure belongs to, where an activity has to do with several.</summary>
    public static Task InStepAsync(string step, Func<Task> work) => InStepAsync(step, async () =>
    {
        await work();
        return true;
    });

    /// <summary>Names the step that a connector's failure belongs to, where an activity has to do with several.</summary>
    public static async Task<T> InStepAsync<T>(string step, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (ConnectorException failure)
        {
            throw new StepFailedException(RunFailure.Of(failure, step), failure);
        }
    }
}
