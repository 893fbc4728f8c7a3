using System.Text.Json;
using DataAggregator.Tests.Fixtures;

namespace DataAggregator.Tests.Integration.Faults.Chaos;

/// <summary>Runs the pipeline by <c>run FILE</c>.</summary>
internal sealed class RunFileDriver : ChaosDriver
{
    private const int Killed = 137;
    private readonly TemporaryFolder folder;
    private readonly string file;

    private RunFileDriver(TemporaryFolder folder, string file)
    {
        this.folder = folder;
        this.file = file;
    }

    public static async Task<RunFileDriver> CreateAsync(TemporaryFolder folder, JsonElement pipeline)
    {
        var file = folder["numbers.json"];
        await File.WriteAllTextAsync(file, pipeline.GetRawText());
        return new RunFileDriver(folder, file);
    }

    public override LocalHostProcess Start(IReadOnlyDictionary<string, string> environment) =>
        LocalHostProcess.Start(["run", file, "--data", folder["data"], "--json"], WithSmallSegments(environment));

    public override async Task<JsonElement?> EndAsync(LocalHostProcess process, CancellationToken cancellationToken)
    {
        var exitCode = await process.ExitAsync();
        return exitCode == Killed ? null : JsonSerializer.Deserialize<JsonElement>(process.Output[^1]);
    }
}
