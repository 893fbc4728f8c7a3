using DataAggregator.Tests.Emulator.DurableTask;

namespace DataAggregator.Tests.Emulator;

/// <summary>The test assembly started as a program of its own: a process that tests can kill.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is ["durable-child", var database, var count])
        {
            await CrashChild.RunAsync(database, int.Parse(count));
            return 0;
        }

        await Console.Error.WriteLineAsync("This is a test assembly: run it by 'dotnet test'.");
        return 1;
    }
}
