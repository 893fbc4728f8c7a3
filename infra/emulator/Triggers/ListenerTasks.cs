using Microsoft.Extensions.Hosting;

namespace DataAggregator.Emulator.Triggers;

/// <summary>The loops of a listener, from its start to its stop. They see the stop of the host as soon as their invocations do.</summary>
internal sealed class ListenerTasks(IHostApplicationLifetime lifetime) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _tasks = [];
    private CancellationTokenSource? _stopping;

    /// <summary>Runs a loop until the stop; <paramref name="onFailure"/> is told when it ends by anything else.</summary>
    public void Run(Func<CancellationToken, Task> loop, Action<Exception> onFailure)
    {
        _stopping ??= CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, lifetime.ApplicationStopping);
        _tasks.Add(Task.Run(() => GuardAsync(loop, onFailure, _stopping.Token), CancellationToken.None));
    }

    /// <summary>Asks the loops to end and waits for them.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_tasks).WaitAsync(cancellationToken);
    }

    /// <summary>Asks the loops to end, if a failed start left some.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stopping?.Dispose();
        _stop.Dispose();
    }

    private static async Task GuardAsync(Func<CancellationToken, Task> loop, Action<Exception> onFailure, CancellationToken stopping)
    {
        try
        {
            await loop(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The stop that was asked for: every loop ends this way, most of them while they wait.
        }
        catch (Exception exception)
        {
            onFailure(exception);
        }
    }
}
