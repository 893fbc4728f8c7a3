namespace DataAggregator.Tests.Integration.Upgrade;

/// <summary>The names of the recorded pipelines, which are also those of their sources and tables, and say what became of their runs.</summary>
internal static class RecordedRuns
{
    /// <summary>Ended, with one record rejected.</summary>
    public const string Finished = "finished";

    /// <summary>Killed while its source was read.</summary>
    public const string Killed = "killed";

    /// <summary>Killed while its source was read for a step that needs the whole run.</summary>
    public const string Gathered = "gathered";

    /// <summary>Waits to try again.</summary>
    public const string Waiting = "waiting";

    /// <summary>Paused.</summary>
    public const string Paused = "paused";

    /// <summary>Failed, to be retried.</summary>
    public const string Failed = "failed";

    /// <summary>Those that go on by themselves.</summary>
    public static readonly string[] Unfinished = [Killed, Gathered, Waiting];

    /// <summary>Those of the server.</summary>
    public static readonly string[] All = [Finished, .. Unfinished, Paused, Failed];

    /// <summary>Of <c>run FILE</c>: killed while its source was read, and failed.</summary>
    public static readonly string[] OfFiles = ["file_killed", "file_failed"];

    /// <summary>A pipeline of that name.</summary>
    public static object Definition(string name, UpgradeSource source, UpgradeTarget target)
    {
        object validation = new { type = "field_validation", field_name = "email", validation_type = "email_format" };
        return new
        {
            name,
            source = source.Of(name),
            transformations = name == Gathered ? [new { type = "sort", fields = new[] { new { field = "email", direction = "desc" } } }, validation] : new[] { validation },
            destination = target.Of(name),
            profile = name is Finished or Gathered ? "sample" : "off",
            error_handling = new { retry_policy = new { max_retries = name == Waiting ? 3 : 0, initial_delay_seconds = 60 } },
        };
    }
}
