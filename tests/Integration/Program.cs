using System.Globalization;
using DataAggregator.Functions.Application;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using DataAggregator.Tests.Integration.Upgrade;
using Microsoft.Extensions.Hosting;

namespace DataAggregator.Tests.Integration;

/// <summary>The test assembly started as a program of its own: a server that tests can kill and freeze, with its database outside, or what records a version for the upgrade tests.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is ["server", var connection, var folder, var engine, var port])
        {
            using var host = ApiServer.Build(connection, folder, int.Parse(port, CultureInfo.InvariantCulture), engine);
            await DataAggregatorServer.PrepareAsync(host.Services, ApiServer.AdminEmail, ApiServer.Password, CancellationToken.None);
            await host.StartAsync();
            await Console.Out.WriteLineAsync("ready");
            await host.WaitForShutdownAsync();
            return 0;
        }

        if (args is ["record"])
        {
            var postgres = new PostgresFixture();
            await postgres.InitializeAsync();
            await using var source = await UpgradeSource.StartAsync();
            using var recorder = new UpgradeRecorder(postgres, source);
            await Console.Out.WriteLineAsync($"Recorded into {await recorder.RunAsync()}");
            return 0;
        }

        await Console.Error.WriteLineAsync("This is a test assembly: run it by 'dotnet test'.");
        return 1;
    }
}
