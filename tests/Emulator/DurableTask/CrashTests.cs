using System.Diagnostics;
using DataAggregator.Emulator;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.DurableTask;

/// <summary>A process that is killed again and again: what it acknowledged is there, and everything comes to its end.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Orchestrations = 150;

    private readonly string folder = Directory.CreateTempSubdirectory("durable").FullName;
    private readonly HashSet<string> acknowledged = [];
    private int steps;

    private string DatabasePath => Path.Combine(folder, "durable.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Killed_process_loses_nothing_and_the_next_goes_on()
    {
        // The kills come after so many lines of output: at the first starts, amid the starts, amid the steps, and near the end.
        foreach (var lines in new[] { 1, 40, 120, 200, 260, 90, 30 })
        {
            await RunChildAsync(killAfter: lines);
            await AssertAcknowledgedAsync();
        }

        (await RunChildAsync(killAfter: int.MaxValue)).ShouldBeTrue("the last process runs to the end");

        await using var services = Open();
        var client = services.GetRequiredService<DurableTaskClient>();
        for (var i = 0; i < Orchestrations; i++)
        {
            var end = (await client.GetInstanceAsync(CrashChild.IdOf(i), getInputsAndOutputs: true))!;
            end.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
            end.ReadOutputAs<int>().ShouldBe(i * (CrashChild.StepsEach + 1));
        }

        // At least once, and not much more: only what was at work at a kill is done again.
        steps.ShouldBeGreaterThanOrEqualTo(Orchestrations * CrashChild.StepsEach);
    }

    [Fact]
    public async Task File_of_a_living_process_is_refused_with_a_sentence_and_free_after_its_kill()
    {
        using var child = StartChild();
        await child.StandardOutput.ReadLineAsync();

        await using (var services = Open())
        {
            var refused = await Should.ThrowAsync<InvalidOperationException>(() => services.GetRequiredService<DurableTaskClient>().GetInstanceAsync("x"));
            refused.Message.ShouldContain("in use by another process. Stop the other copy, or choose another data directory.");
        }

        await KillAsync(child);
        await using var free = Open();
        (await free.GetRequiredService<DurableTaskClient>().GetInstanceAsync("x")).ShouldBeNull();
    }

    /// <summary>Runs the child until it has said so many lines, then kills it; true if it was done before.</summary>
    private async Task<bool> RunChildAsync(int killAfter)
    {
        using var child = StartChild();
        for (var lines = 0; lines < killAfter; lines++)
        {
            var line = await child.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await child.StandardError.ReadToEndAsync());
            if (line == "done")
            {
                child.StandardInput.Close();
                await child.WaitForExitAsync();
                return true;
            }

            Note(line);
        }

        await KillAsync(child);
        return false;
    }

    private void Note(string line)
    {
        if (line.StartsWith("acknowledged ", StringComparison.Ordinal))
        {
            acknowledged.Add(CrashChild.IdOf(int.Parse(line["acknowledged ".Length..])));
        }
        else
        {
            steps++;
        }
    }

    private Process StartChild() => Process.Start(new ProcessStartInfo("dotnet", [typeof(CrashChild).Assembly.Location, "durable-child", DatabasePath, $"{Orchestrations}"])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    // Lines that were said before the kill still count.
    private async Task KillAsync(Process child)
    {
        child.Kill();
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line != "done")
            {
                Note(line);
            }
        }

        await child.WaitForExitAsync();
    }

    private async Task AssertAcknowledgedAsync()
    {
        await using var services = Open();
        var client = services.GetRequiredService<DurableTaskClient>();
        foreach (var id in acknowledged)
        {
            (await client.GetInstanceAsync(id)).ShouldNotBeNull($"'{id}' was acknowledged before the kill");
        }
    }

    private ServiceProvider Open()
    {
        var services = new ServiceCollection();
        services.AddDurableTaskClient(client => client.UseEmulator(DatabasePath));
        return services.BuildServiceProvider();
    }
}
