using System.CommandLine;
using DataAggregator.Local.Servers;

namespace DataAggregator.Local.Commands;

/// <summary><c>servers</c>: PostgreSQL and Azurite alone, for those who run the functions with the official tools.</summary>
internal static class ServersCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var command = new Command("servers", "Starts PostgreSQL and Azurite alone, until Ctrl-C.");
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(CommonOptions.Data), ct));
        return command;
    }

    private static async Task<int> RunAsync(string? chosen, CancellationToken ct)
    {
        var checkout = Checkout.Find();
        using var data = DataDirectory.Open(DataDirectory.Choose(chosen, () => checkout));
        await using var servers = await LocalServers.StartAsync(checkout, data, new ConsoleProgress(), ct);
        Console.WriteLine($"PostgreSQL  127.0.0.1:{servers.Postgres.Port}, user {PostgresCluster.Owner}, password in {Path.Combine(data.Path, "postgresql", "password")}");
        Console.WriteLine($"Azurite     {servers.Azurite.BlobEndpoint}");
        await Task.Delay(Timeout.Infinite, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }
}
