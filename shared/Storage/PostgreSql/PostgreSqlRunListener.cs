using DataAggregator.Core.Runs;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>
/// Hears of changed runs from all hosts on one connection, which the first watcher opens. While it is lost, changes go by unheard: once it
/// is back, every watcher looks again.
/// </summary>
internal sealed class PostgreSqlRunListener(PostgreSqlDatabase database, TimeProvider time, ILogger<PostgreSqlRunListener> logger) : IAsyncDisposable
{
    /// <summary>The channel; a notification carries the run's id.</summary>
    public const string Channel = "dataaggregator_run_changed";

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private readonly RunChanges changes = new();
    private readonly TaskCompletionSource listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock starting = new();
    private Task? loop;

    /// <summary>Yields the run now and after every change until it is terminal.</summary>
    public async IAsyncEnumerable<Run> WatchAsync(
        string id, Func<string, CancellationToken, Task<Run?>> find, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        lock (starting)
            loop ??= Task.Run(() => ListenAsync(stopping.Token), CancellationToken.None);
        // Not before it hears, so that no change falls between the first look and the listening.
        await listening.Task.WaitAsync(cancellationToken);
        await foreach (var run in changes.WatchAsync(id, find, cancellationToken))
            yield return run;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        if (loop is not null)
            await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await HearAsync(cancellationToken);
            }
            catch (Exception lost) when (lost is NpgsqlException or IOException or TimeoutException)
            {
                Log.ListenerLost(logger, lost);
                await Task.Delay(RetryDelay, time, cancellationToken);
            }
        }
    }

    private async Task HearAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken);
        connection.Notification += (_, notification) => changes.Notify(notification.Payload);
        await new PostgreSqlSession(connection).ExecuteAsync([new($"LISTEN {Channel}")], cancellationToken);
        listening.TrySetResult();
        changes.NotifyAll();
        while (true)
            await connection.WaitAsync(cancellationToken);
    }
}
