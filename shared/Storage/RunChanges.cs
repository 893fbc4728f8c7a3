using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DataAggregator.Core.Runs;

namespace DataAggregator.Storage;

/// <summary>Wakes those who watch a run in this process. Changes that come faster than a watcher looks become one.</summary>
internal sealed class RunChanges
{
    // Values are not used: a concurrent dictionary is the concurrent set that .NET has.
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<Channel<bool>, bool>> watchers = new(StringComparer.Ordinal);

    /// <summary>The run changed.</summary>
    public void Notify(string runId)
    {
        if (watchers.TryGetValue(runId, out var watching))
            Wake(watching);
    }

    /// <summary>Any run may have changed.</summary>
    public void NotifyAll()
    {
        foreach (var watching in watchers.Values)
            Wake(watching);
    }

    /// <summary>Yields the run now and after every change until it is terminal; nothing when there is no such run.</summary>
    public async IAsyncEnumerable<Run> WatchAsync(string runId, Func<string, CancellationToken, Task<Run?>> find, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        var watching = Add(runId, signal);
        try
        {
            // Looked at after subscribing, so that no change falls between the two.
            while (await find(runId, cancellationToken) is { } run)
            {
                yield return run;
                if (run.Status.IsTerminal())
                    yield break;
                await signal.Reader.ReadAsync(cancellationToken);
            }
        }
        finally
        {
            watching.TryRemove(signal, out _);
            if (watching.IsEmpty)
                watchers.TryRemove(new(runId, watching));
        }
    }

    private ConcurrentDictionary<Channel<bool>, bool> Add(string runId, Channel<bool> signal)
    {
        while (true)
        {
            var watching = watchers.GetOrAdd(runId, static _ => new());
            watching[signal] = true;
            // The set may have been dropped as empty in between: then it is no longer the one that is woken.
            if (watchers.TryGetValue(runId, out var current) && ReferenceEquals(current, watching))
                return watching;
        }
    }

    private static void Wake(ConcurrentDictionary<Channel<bool>, bool> watching)
    {
        foreach (var (signal, _) in watching)
            signal.Writer.TryWrite(true);
    }
}
