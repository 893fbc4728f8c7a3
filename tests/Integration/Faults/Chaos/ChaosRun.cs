using System.Globalization;
using System.Text.Json;
using DataAggregator.Tests.Fixtures;

namespace DataAggregator.Tests.Integration.Faults.Chaos;

/// <summary>Carries an episode out: starts the pipeline, kills its process as planned, lets it end, and looks at what the destination holds.</summary>
internal sealed class ChaosRun(ChaosEpisode episode, PostgresFixture postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly List<string> errors = [];
    private int kills;
    private string? seenHalf;

    public async Task<ChaosOutcome> RunAsync()
    {
        using var folder = new TemporaryFolder();
        await using var api = episode.Source == ChaosSource.Api ? new FaultyNumbersApi() : null;
        if (api is null)
            await File.WriteAllTextAsync(folder["numbers.csv"], Numbers.Csv());
        var destination = await ChaosDestination.CreateAsync(episode.Target, postgres, folder["out.csv"]);
        var pipeline = JsonSerializer.SerializeToElement(new
        {
            name = "numbers",
            source = api is null ? Csv(folder["numbers.csv"]) : Rest(api.Address),
            transformations = (object[])[.. Numbers.Steps, .. episode.Gathers ? [Numbers.Sort] : Array.Empty<object>()],
            destination = destination.Definition,
            error_handling = new { retry_policy = new { max_retries = 5, initial_delay_seconds = 0.05, max_delay_seconds = 1 } },
        });
        await using var driver = await ChaosDriver.CreateAsync(episode.Host, folder, postgres, pipeline);
        var books = await EndAsync(driver, destination);
        return await JudgeAsync(books, destination);
    }

    private static object Csv(string path) => new { connector_type = "file", config = new { path } };

    private static object Rest(string url) => new
    {
        connector_type = "rest_api",
        config = new { url, connection_timeout = 1, retry_attempts = 3, pagination = new { type = "offset", page_size = 1_000 } },
    };

    private async Task<JsonElement?> EndAsync(ChaosDriver driver, ChaosDestination destination)
    {
        foreach (var kill in episode.Kills)
        {
            if (await StartAsync(driver, kill) is { } ended)
                return ended;
            kills++;
            if (episode.Target == ChaosTarget.Replace && await destination.LookAsync() is { Records: not 1 } now && now.Records != Numbers.Written)
                seenHalf = string.Create(CultureInfo.InvariantCulture, $"readers saw {now.Records} rows of a table that is replaced as a whole");
        }

        return await StartAsync(driver, null);
    }

    /// <summary>Starts the process; what the run ended with, or null when the process was killed before (or never ended).</summary>
    private async Task<JsonElement?> StartAsync(ChaosDriver driver, Kill? kill)
    {
        var environment = kill?.Point is { } point ? new Dictionary<string, string> { ["DATAAGGREGATOR_FAULT_POINT"] = point } : [];
        await using var process = driver.Start(environment);
        using var patience = new CancellationTokenSource(Patience);
        var end = driver.EndAsync(process, patience.Token);
        try
        {
            if (kill is { Point: null } && await Task.WhenAny(end, Task.Delay(kill.After)) != end)
                process.Kill();
            return await end.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (kill is null)
        {
            return null;
        }
        finally
        {
            errors.AddRange(process.Errors.TakeLast(5));
        }
    }

    private async Task<ChaosOutcome> JudgeAsync(JsonElement? books, ChaosDestination destination)
    {
        var (records, different, content) = await destination.LookAsync();
        var wrong = seenHalf ?? (content == Numbers.Content ? null : "the content differs");
        if (books is { } run)
            wrong = Books(run) ?? wrong;
        return new ChaosOutcome(episode, kills, Math.Max(Numbers.Written - different, 0), records - different, books is null, wrong is null && books is not null ? null : $"{wrong}; {string.Join(" / ", errors)}");
    }

    private static string? Books(JsonElement run)
    {
        var status = run.GetProperty("status").GetString();
        var (read, written) = (Count(run, "records_read"), Count(run, "records_written"));
        var (rejected, filtered) = (Count(run, "records_rejected"), Count(run, "records_filtered"));
        var right = status == "warning" && read == Numbers.Count && written == Numbers.Written && rejected == Numbers.Rejected && filtered == Numbers.Filtered;
        return right ? null : string.Create(CultureInfo.InvariantCulture, $"the run ended as {status} with {read} read, {written} written, {rejected} rejected, {filtered} filtered: {run}");
    }

    private static long Count(JsonElement run, string name) => run.GetProperty(name).GetInt64();
}
