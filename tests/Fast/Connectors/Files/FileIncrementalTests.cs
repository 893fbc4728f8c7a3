using System.Text.Json;
using DataAggregator.Connectors.Files;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Incremental;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.Files;

public sealed class FileIncrementalTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dataaggregator-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Only_new_and_changed_files_are_read()
    {
        Write("a.csv", "a\n1\n");
        Write("b.csv", "a\n2\n");
        var first = await PlanAsync(null);
        Files(first).ShouldBe(["a.csv", "b.csv"]);

        var second = await PlanAsync(first.NextState);
        (second.Partitions.Count, second.Schema.Count).ShouldBe((0, 1));

        Write("b.csv", "a\n2\n3\n");
        Write("c.csv", "a\n4\n");
        File.Delete(Path.Combine(folder, "a.csv"));
        var third = await PlanAsync(second.NextState);
        Files(third).ShouldBe(["b.csv", "c.csv"]);
        third.NextState!.ShouldNotContain("a.csv");
    }

    private static IEnumerable<string> Files(SourcePlan plan) =>
        plan.Partitions.Select(partition => Path.GetFileName(JsonSerializer.Deserialize<JsonElement>(partition.State).EnumerateObject().First(property => property.Name.Equals("path", StringComparison.OrdinalIgnoreCase)).Value.GetString()!));

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);

    private Task<SourcePlan> PlanAsync(string? state)
    {
        ISource source = new FileSource(new OpenFileRoots(folder), TimeProvider.System);
        var config = JsonSerializer.SerializeToElement(new { path = Path.Combine(folder, "*.csv") });
        return source.PlanAsync(config, new PlanRequest("r", null) { Incremental = new CursorRequest(new IncrementalSettings(), null, state) }, CancellationToken.None);
    }
}
