using System.Diagnostics;
using System.Globalization;
using DataAggregator.Core.Runs;
using Spectre.Console;

namespace DataAggregator.Local.Runs;

/// <summary>Shows a run's progress on standard error: a bar on a terminal, a line now and then elsewhere, and nothing for what ends within a second.</summary>
internal sealed class RunProgress(bool terminal)
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromMilliseconds(100);
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private Run? latest;
    private long already;

    /// <summary>Follows the run to its end.</summary>
    /// <returns>The run as it ended.</returns>
    public async Task<Run> FollowAsync(IAsyncEnumerable<Run> changes)
    {
        var follow = ListenAsync(changes);
        if (await Task.WhenAny(follow, Task.Delay(Silence)) != follow)
            await (terminal ? ShowBarAsync(follow) : ShowLinesAsync(follow));
        return await follow;
    }

    private async Task<Run> ListenAsync(IAsyncEnumerable<Run> changes)
    {
        await foreach (var run in changes)
        {
            // A run that goes on after a crash counts what was done before; its speed does not.
            if (latest is null)
                already = run.Totals.Read;
            latest = run;
        }
        return latest ?? throw new InvalidOperationException("The run is not in the run ledger.");
    }

    private Task ShowBarAsync(Task follow)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("");
                do
                {
                    if (latest is { } run)
                    {
                        task.Description = Markup.Escape(Describe(run));
                        task.IsIndeterminate = run.Totals.Expected is null;
                        task.MaxValue = Math.Max(1, run.Totals.Expected ?? 1);
                        task.Value = run.Totals.Expected is null ? 0 : run.Totals.Read;
                    }
                }
                while (await Task.WhenAny(follow, Task.Delay(RefreshEvery)) != follow);
            });
    }

    private async Task ShowLinesAsync(Task follow)
    {
        do
        {
            if (latest is { } run)
                await Console.Error.WriteLineAsync(Describe(run));
        }
        while (await Task.WhenAny(follow, Task.Delay(LineEvery)) != follow);
    }

    private string Describe(Run run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.PipelineName}: {run.Status.ToWord()}, {run.Totals.Read:N0} read, {run.Totals.Written:N0} written, {(run.Totals.Read - already) / watch.Elapsed.TotalSeconds:N0} rows/s");
}
