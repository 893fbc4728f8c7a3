using System.Globalization;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Local;

public sealed class ServersCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task What_it_started_ends_with_it_also_when_it_is_killed()
    {
        await using var host = LocalHostProcess.Start(["servers", "--data", folder["data"]]);
        await host.LineAsync("Azurite");
        var children = ChildrenOf(host.Id);
        children.Length.ShouldBe(2);

        host.Kill();

        await Eventually.HoldsAsync(() => Task.FromResult(!children.Any(pid => Directory.Exists($"/proc/{pid}"))), "PostgreSQL and Azurite end");
    }

    [Fact]
    public async Task Ctrl_C_ends_it_and_leaves_nothing_behind()
    {
        await using var host = LocalHostProcess.Start(["servers", "--data", folder["data"]]);
        await host.LineAsync("Azurite");
        var children = ChildrenOf(host.Id);

        (await host.InterruptAsync()).ShouldBe(0);

        children.ShouldAllBe(pid => !Directory.Exists($"/proc/{pid}"));
    }

    [Fact]
    public async Task Two_copies_run_side_by_side_on_two_data_directories()
    {
        await using var one = LocalHostProcess.Start(["servers", "--data", folder["one"]]);
        await using var two = LocalHostProcess.Start(["servers", "--data", folder["two"]]);

        var first = await one.LineAsync("PostgreSQL");
        var second = await two.LineAsync("PostgreSQL");

        first.Split(',')[0].ShouldNotBe(second.Split(',')[0]);
        await one.InterruptAsync();
        await two.InterruptAsync();
    }

    [Fact]
    public async Task A_second_copy_on_the_same_data_directory_says_who_has_it_and_ends_with_1()
    {
        await using var first = LocalHostProcess.Start(["servers", "--data", folder["data"]]);
        await first.LineAsync("Azurite");
        await using var second = LocalHostProcess.Start(["servers", "--data", folder["data"]]);

        (await second.ExitAsync()).ShouldBe(1);

        second.Errors.ShouldHaveSingleItem().ShouldStartWith($"The data directory {folder["data"]} is in use by another copy (pid {first.Id}):");
        await first.InterruptAsync();
    }

    [Fact]
    public async Task After_a_kill_the_next_start_finds_its_way()
    {
        await using (var first = LocalHostProcess.Start(["servers", "--data", folder["data"]]))
        {
            await first.LineAsync("Azurite");
            first.Kill();
            await first.ExitAsync();
        }

        await using var second = LocalHostProcess.Start(["servers", "--data", folder["data"]]);

        await second.LineAsync("Azurite");
        (await second.InterruptAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Without_Node_it_says_which_version_is_needed_and_ends_with_1()
    {
        var dotnet = Path.GetDirectoryName(Environment.ProcessPath)!;
        await using var host = LocalHostProcess.Start(["servers", "--data", folder["data"]], new Dictionary<string, string> { ["PATH"] = dotnet });

        (await host.ExitAsync()).ShouldBe(1);

        host.Errors.ShouldContain(line => line.StartsWith("Node.js 20.19 or newer with npm is needed"));
    }

    public void Dispose() => folder.Dispose();

    private static int[] ChildrenOf(int pid) =>
        [.. Directory.EnumerateDirectories($"/proc/{pid}/task")
            .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
}
