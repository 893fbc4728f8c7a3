using DurableTask.Core.Exceptions;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Durable;

/// <summary>
/// The durable engine over one file: what clients do to instances, and the worker that brings them on. Every change is committed
/// before it is acknowledged or acted on, so a process that is killed goes on where the file ends.
/// </summary>
internal sealed class DurableEngine : IAsyncDisposable
{
    private readonly DurableStore store;
    private readonly EngineClock clock;
    private readonly ILogger logger;
    private readonly InstanceWatchers watchers = new();
    private EngineWork? work;
    private int disposed;

    public DurableEngine(string path, TimeProvider time, ILoggerFactory loggers)
    {
        clock = new EngineClock(time);
        logger = loggers.CreateLogger<DurableEngine>();
        store = new DurableStore(path);
    }

    /// <summary>Begins to run orchestrations and activities, those first that an earlier process left.</summary>
    /// <exception cref="InvalidOperationException">The file has a worker already.</exception>
    public void StartWork(WorkerSetup setup)
    {
        var started = new EngineWork(store, clock, watchers, setup, logger);
        if (Interlocked.CompareExchange(ref work, started, null) is not null)
        {
            started.Dispose();
            throw new InvalidOperationException($"The durable store '{store.Path}' has a worker already. Give each worker a file of its own.");
        }

        started.Start();
    }

    /// <summary>Starts an instance unless its id is taken by one in a status of <paramref name="refused"/>.</summary>
    /// <exception cref="OrchestrationAlreadyExistsException">The id is taken.</exception>
    public async Task CreateAsync(Instance instance, DateTimeOffset? startAt, IReadOnlyCollection<OrchestrationRuntimeStatus> refused)
    {
        var now = clock.Now;
        var due = startAt?.UtcTicks is { } at && at > now ? at : (long?)null;
        var taken = await store.WriteAsync(session =>
        {
            var status = session.FindStatus(instance.InstanceId);
            if (status is { } found && (refused.Contains(found) || !Instance.HasEndedIn(found)))
            {
                return status;
            }

            session.PutInstance(instance with { CreatedAt = now }, due);
            return null;
        });
        if (taken is not null)
        {
            throw new OrchestrationAlreadyExistsException($"An orchestration with the instance id '{instance.InstanceId}' and status '{taken}' exists already.");
        }

        watchers.Notify(instance.InstanceId);
        if (due is { } later)
        {
            work?.ScheduleDue(later);
        }
        else
        {
            work?.Wake(instance.InstanceId);
        }
    }

    /// <summary>Sends a message to an instance; it is dropped if there is none or it has ended.</summary>
    public async Task SendAsync(string instanceId, EventKind kind, string? name, string? data)
    {
        var message = new HistoryEvent(kind, clock.Now, Name: name, Data: data);
        if (await store.WriteAsync(session => session.Send(instanceId, null, message)))
        {
            work?.Wake(instanceId);
        }
        else
        {
            Log.MessageDropped(logger, kind, instanceId);
        }
    }

    public Instance? Find(string instanceId) => store.Read(session => session.FindInstance(instanceId));

    public List<Instance> Page(InstanceFilter filter, string? after, int size) => store.Read(session => session.Page(filter, after, size));

    /// <summary>Waits until an instance is as wanted.</summary>
    /// <exception cref="InvalidOperationException">There is no such instance.</exception>
    public async Task<Instance> WaitAsync(string instanceId, Func<Instance, bool> wanted, CancellationToken cancellation)
    {
        while (true)
        {
            var change = watchers.NextChange(instanceId);
            var instance = Find(instanceId) ?? throw new InvalidOperationException($"There is no orchestration with the instance id '{instanceId}'.");
            if (wanted(instance))
            {
                return instance;
            }

            await change.WaitAsync(cancellation);
        }
    }

    /// <summary>Deletes those of some instances that have ended; returns how many went.</summary>
    public async Task<int> PurgeAsync(IReadOnlyList<string> instanceIds, bool recursive)
    {
        var count = await store.WriteAsync(session => instanceIds.Sum(instanceId => session.Purge(instanceId, recursive)));
        foreach (var instanceId in instanceIds)
        {
            watchers.Notify(instanceId);
        }

        return count;
    }

    /// <summary>Stops work, lets what is at hand end, and gives the file back.</summary>
    /// <param name="giveUp">Ends the wait for activities that do not heed their token; they run again at the next start.</param>
    public async Task StopAsync(CancellationToken giveUp)
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        if (work is not null)
        {
            await work.StopAsync(giveUp);
            work.Dispose();
        }

        watchers.Close();
        await store.DisposeAsync();
    }

    /// <summary>Stops an engine whose host was not stopped in order; activities get little time to heed their token.</summary>
    public async ValueTask DisposeAsync()
    {
        using var giveUp = new CancellationTokenSource(TimeSpan.FromSeconds(5), clock.Time);
        await StopAsync(giveUp.Token);
    }
}
