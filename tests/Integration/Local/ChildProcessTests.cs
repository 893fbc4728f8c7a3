using System.Diagnostics;
using System.Globalization;
using DataAggregator.Local.Processes;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Local;

public sealed class ChildProcessTests : IDisposable
{
    private static readonly ProcessLaunch Sleeps = new("node", ["-e", "console.log('pid ' + process.pid); setTimeout(() => {}, 600000)"]);
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_child_is_asked_to_end_and_its_output_is_in_the_log(bool portable)
    {
        await using var child = await ChildProcess.StartAsync(Sleeps with { Portable = portable }, folder["log"]);
        await Eventually.HoldsAsync(() => Task.FromResult(child.LastLines.Count == 1), "the child speaks");

        await child.StopAsync(TimeSpan.FromSeconds(30));

        IsRunning(PidOf(child)).ShouldBeFalse();
        child.Exited.IsCompleted.ShouldBeTrue();
        await child.DisposeAsync();
        (await File.ReadAllTextAsync(folder["log"])).ShouldStartWith("pid ");
    }

    [Fact]
    public async Task A_child_that_does_not_listen_is_killed()
    {
        var deaf = new ProcessLaunch("node", ["-e", "process.on('SIGINT', () => {}); console.log('pid ' + process.pid); setTimeout(() => {}, 600000)"]);
        await using var child = await ChildProcess.StartAsync(deaf, folder["log"]);
        await Eventually.HoldsAsync(() => Task.FromResult(child.LastLines.Count == 1), "the child speaks");

        await child.StopAsync(TimeSpan.FromMilliseconds(50));

        IsRunning(PidOf(child)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_portable_watchdog_ends_the_server_when_the_pipe_of_its_parent_closes()
    {
        // What remains of a parent that was killed is a closed pipe; here it is closed without anybody being killed.
        using var watchdog = Process.Start(new ProcessStartInfo(
            "node", [Path.Combine(AppContext.BaseDirectory, "watchdog.mjs"), "-", "-", Sleeps.Program, .. Sleeps.Arguments])
        { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        var server = int.Parse((await watchdog.StandardOutput.ReadLineAsync())!.Split(' ')[1], CultureInfo.InvariantCulture);

        watchdog.StandardInput.Close();
        await watchdog.WaitForExitAsync();

        IsRunning(server).ShouldBeFalse();
    }

    [Fact]
    public async Task A_program_that_is_not_there_ends_with_words()
    {
        await using var child = await ChildProcess.StartAsync(new ProcessLaunch("no-such-program", []), folder["log"]);

        (await child.Exited).ShouldNotBe(0);
        string.Join('\n', child.LastLines).ShouldContain("no-such-program");
    }

    public void Dispose() => folder.Dispose();

    private static int PidOf(ChildProcess child) => int.Parse(child.LastLines[0].Split(' ')[1], CultureInfo.InvariantCulture);

    private static bool IsRunning(int pid) => Directory.Exists($"/proc/{pid}");
}
