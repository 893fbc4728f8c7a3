using System.Text.Json;
using System.Threading.Channels;
using DataAggregator.Core.Runs.Logs;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// What an activity says about its run. Lines are kept in batches beside the work; disposing waits until the last one is kept. A store that
/// is away costs lines, never the run.
/// </summary>
internal sealed class RunLog : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly string runId;
    private readonly IRunLogStore store;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Channel<RunLogLine> lines = Channel.CreateUnbounded<RunLogLine>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task pump;

    public RunLog(string runId, IRunLogStore store, TimeProvider time, ILogger logger)
    {
        this.runId = runId;
        this.store = store;
        this.time = time;
        this.logger = logger;
        pump = PumpAsync();
    }

    /// <summary>Says something that every step of the work says.</summary>
    public void Debug(string name, string? step, int? partition, string template, params ReadOnlySpan<(string Name, object? Value)> fields) =>
        Write(RunLogLevel.Debug, name, step, partition, template, fields);

    /// <summary>Says what the run does on its ordinary way.</summary>
    public void Info(string name, string? step, string template, params ReadOnlySpan<(string Name, object? Value)> fields) =>
        Write(RunLogLevel.Info, name, step, null, template, fields);

    /// <summary>Says what was not as it should be.</summary>
    public void Warning(string name, string? step, string template, params ReadOnlySpan<(string Name, object? Value)> fields) =>
        Write(RunLogLevel.Warning, name, step, null, template, fields);

    /// <summary>Says why the run failed.</summary>
    public void Error(string name, string? step, string template, params ReadOnlySpan<(string Name, object? Value)> fields) =>
        Write(RunLogLevel.Error, name, step, null, template, fields);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lines.Writer.TryComplete();
        ended.TrySetResult();
        await pump;
    }

    private void Write(RunLogLevel level, string name, string? step, int? partition, string template, ReadOnlySpan<(string Name, object? Value)> fields)
    {
        var values = new Dictionary<string, object?>(fields.Length, StringComparer.Ordinal);
        foreach (var (key, value) in fields)
            values[key] = value;
        lines.Writer.TryWrite(new RunLogLine(time.GetUtcNow(), level, name, template, JsonSerializer.SerializeToElement(values)) { Step = step, Partition = partition });
    }

    private async Task PumpAsync()
    {
        while (await lines.Reader.WaitToReadAsync())
        {
            // A moment for more lines to come, so that many are kept at once.
            await Task.WhenAny(Task.Delay(Pause, time), ended.Task);
            var batch = new List<RunLogLine>();
            while (lines.Reader.TryRead(out var line))
                batch.Add(line);
            await KeepAsync(batch);
        }
    }

    private async Task KeepAsync(List<RunLogLine> batch)
    {
        try
        {
            await store.AppendAsync(runId, batch, CancellationToken.None);
        }
        catch (Exception unreachable)
        {
            logger.LinesLost(unreachable, batch.Count, runId);
        }
    }
}
