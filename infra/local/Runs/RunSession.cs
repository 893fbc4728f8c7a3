using System.Text.Json;
using DataAggregator.Core.Runs;
using DataAggregator.Orchestrations.Runs;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DataAggregator.Local.Runs;

/// <summary>Runs one pipeline on the durable engine in this process, and takes up what a process before it left unfinished.</summary>
internal sealed class RunSession(IHost host, RunFolder folder, FileRunDefinitions definitions, TimeProvider time)
{
    private readonly IRunControlStore control = host.Services.GetRequiredService<IRunControlStore>();
    private readonly LineagePosts? lineage = host.Services.GetService<LineagePosts>();
    private readonly IRunStore runs = host.Services.GetRequiredService<IRunStore>();

    /// <summary>Runs the pipeline to its end, or takes up the run of the same pipeline that was cut off.</summary>
    /// <param name="name">The pipeline's name.</param>
    /// <param name="document">The pipeline as written, placeholders unfilled.</param>
    /// <param name="dryRun">Whether nothing is written.</param>
    /// <param name="reading">What is read of an incremental source, where it is not simply what is new.</param>
    /// <param name="follow">Shows the run and returns when it has ended.</param>
    /// <param name="ct">Cancels the run; it then ends as cancelled.</param>
    public async Task<Run> RunAsync(string name, JsonElement document, bool dryRun, RunReading? reading, Func<IAsyncEnumerable<Run>, Task<Run>> follow, CancellationToken ct)
    {
        var cutOff = (await runs.ListUnfinishedAsync(ct)).FirstOrDefault(run => run.PipelineId == folder.PipelineId) ?? await FindUnreportedAsync(ct);
        var goesOn = cutOff is not null && cutOff.DryRun == dryRun && cutOff.Reading == reading && definitions.IsKept(cutOff.Id, document);
        var abandoned = cutOff is not null && !goesOn && !cutOff.Status.IsTerminal();
        if (abandoned)
            await Console.Error.WriteLineAsync($"Run {cutOff!.Id} was cut off and its pipeline or its values have changed since: it is cancelled.");
        else if (goesOn)
            await Console.Error.WriteLineAsync(cutOff!.Status.IsTerminal() ? $"Run {cutOff.Id} had ended, but was cut off before it could say so." : $"Going on with run {cutOff.Id}, which was cut off.");
        if (abandoned)
            await control.RequestCancelAsync(cutOff!.Id, ct);
        await host.StartAsync(ct);
        if (abandoned)
            await FollowAsync(cutOff!, AwaitEndAsync, ct);
        return await FollowAsync(goesOn ? cutOff! : New(name, document, dryRun, reading), follow, ct);
    }

    /// <summary>Goes on with the run of the pipeline that failed last, or that was cut off.</summary>
    /// <param name="document">The pipeline as written, placeholders unfilled.</param>
    /// <param name="follow">Shows the run and returns when it has ended.</param>
    /// <param name="ct">Cancels the run; it then ends as cancelled.</param>
    /// <exception cref="LocalHostException">There is none, or it cannot go on.</exception>
    public async Task<Run> RetryAsync(JsonElement document, Func<IAsyncEnumerable<Run>, Task<Run>> follow, CancellationToken ct)
    {
        var id = folder.KeptRuns().Concat(folder.FailedRuns()).FirstOrDefault() ?? throw new LocalHostException("There is no failed run of this pipeline to go on with: leave --retry out.");
        if (!definitions.IsKept(id, document))
            throw new LocalHostException($"The pipeline or its values have changed since run {id} failed: leave --retry out for a new run.");
        if (folder.FailedRuns().Contains(id, StringComparer.Ordinal))
            folder.TakeUp(id);
        var failed = await runs.FindAsync(id, ct) ?? throw new LocalHostException($"Run {id} is not in the history: leave --retry out for a new run.");
        if (failed.Status.IsTerminal() && !await control.ReopenAsync(id, ct))
            throw new LocalHostException($"Run {id} failed for a reason that stays ({failed.Error?.Code}): leave --retry out for a new run.");
        await Console.Error.WriteLineAsync($"Going on with run {id}, which failed.");
        await host.StartAsync(ct);
        return await FollowAsync(await runs.FindAsync(id, ct) ?? failed, follow, ct);
    }

    private async Task<Run?> FindUnreportedAsync(CancellationToken ct)
    {
        // Its definition goes when its end has been told. A process killed in between must not lead to a second run of what is done.
        foreach (var id in folder.KeptRuns())
        {
            if (await runs.FindAsync(id, ct) is { } run)
                return run;
        }

        return null;
    }

    private static async Task<Run> AwaitEndAsync(IAsyncEnumerable<Run> changes)
    {
        Run? last = null;
        await foreach (var run in changes)
            last = run;
        return last!;
    }

    private Run New(string name, JsonElement document, bool dryRun, RunReading? reading)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString("N");
        definitions.Keep(id, document);
        return new Run
        {
            Id = id,
            Key = $"{folder.PipelineId}:{id}",
            PipelineId = folder.PipelineId,
            PipelineName = name,
            PipelineVersion = 1,
            Status = RunStatus.Pending,
            Trigger = "manual",
            Parameters = JsonSerializer.SerializeToElement(new Dictionary<string, string>()),
            LogicalTime = now,
            CreatedAt = now,
            DryRun = dryRun,
            Reading = reading,
        };
    }

    private async Task CancelAsync(DurableTaskClient client, string runId)
    {
        await control.RequestCancelAsync(runId, CancellationToken.None);
        await RunStarter.WakeAsync(client, runId, CancellationToken.None);
    }

    private async Task<Run> FollowAsync(Run run, Func<IAsyncEnumerable<Run>, Task<Run>> follow, CancellationToken ct)
    {
        var client = host.Services.GetRequiredService<IDurableTaskClientProvider>().GetClient();
        await host.Services.GetRequiredService<RunStarter>().StartAsync(client, run, ct);
        // Ctrl-C asks the run to stop; it is followed until it has, so that its destination is left in order.
        await using var stop = ct.Register(() => _ = CancelAsync(client, run.Id));
        var changes = runs.WatchAsync(run.Id, CancellationToken.None);
        var ended = await follow(lineage is null ? changes : lineage.TellAsync(changes));
        await RunStarter.AwaitRestAsync(client, ended, CancellationToken.None);
        return ended;
    }
}
