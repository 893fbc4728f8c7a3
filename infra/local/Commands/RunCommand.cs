using System.CommandLine;
using DataAggregator.Core.Runs;
using DataAggregator.Local.Runs;

namespace DataAggregator.Local.Commands;

/// <summary><c>run FILE</c>: one pipeline file to its end.</summary>
internal static class RunCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The pipeline, YAML or JSON, in the API's shape." };
        var set = new Option<string[]>("--set") { Description = "name=value for a ${name} of the file; can be repeated.", HelpName = "name=value" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Reads and transforms, writes nothing." };
        var fullRefresh = new Option<bool>("--full-refresh") { Description = "Reads everything of an incremental source, whatever was read before." };
        var confirm = new Option<bool>("--confirm") { Description = "Appends records although the destination may hold them already." };
        var retry = new Option<bool>("--retry") { Description = "Goes on with the run that failed last, from where it stopped, in place of a new run." };
        var json = new Option<bool>("--json") { Description = "Prints the result as one JSON object, the last line of standard output." };
        var rejected = new Option<string?>("--rejected") { Description = "Gets the rejected records and the reasons, as NDJSON.", HelpName = "FILE" };
        var command = new Command("run", "Runs one pipeline file to its end. Exit code: 0 success, 2 warning, 1 failed.") { file, set, dryRun, fullRefresh, confirm, retry, json, rejected };
        command.SetAction((parsed, ct) => new RunFile(
            new RunSettings(
                parsed.GetRequiredValue(file),
                Values(parsed.GetValue(set) ?? []),
                parsed.GetValue(dryRun),
                Reading(parsed.GetValue(fullRefresh), parsed.GetValue(confirm)),
                parsed.GetValue(retry),
                parsed.GetValue(json),
                parsed.GetValue(rejected),
                DataDirectory.Choose(parsed.GetValue(CommonOptions.Data), Checkout.Find)),
            Console.Out,
            !Console.IsErrorRedirected).RunAsync(ct));
        return command;
    }

    private static RunReading? Reading(bool fullRefresh, bool confirmed) => fullRefresh || confirmed ? new RunReading { FullRefresh = fullRefresh, Confirmed = confirmed } : null;

    private static Dictionary<string, string> Values(string[] settings)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in settings)
        {
            if (setting.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var equals))
                throw new LocalHostException($"--set {setting}: has to be name=value.");
            values[setting[..equals]] = setting[(equals + 1)..];
        }
        return values;
    }
}
