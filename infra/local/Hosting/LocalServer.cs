using System.Globalization;
using System.Net.Sockets;
using DataAggregator.Core.Security;
using DataAggregator.Emulator;
using DataAggregator.Functions.Application;
using DataAggregator.Functions.Authentication;
using DataAggregator.Local.Demo;
using DataAggregator.Local.Processes;
using DataAggregator.Local.Servers;
using DataAggregator.Local.Web;
using DataAggregator.Orchestrations.Runs;
using DataAggregator.Storage.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DataAggregator.Local.Hosting;

/// <summary>The whole platform on one machine: PostgreSQL, Azurite, the functions, the web app and the demo, from start to Ctrl-C.</summary>
internal sealed class LocalServer(Checkout checkout, LocalServerSettings settings, IProgress<string> progress)
{
    private const string Database = "dataaggregator";

    /// <summary>Runs until <paramref name="ct"/> ends it.</summary>
    /// <exception cref="LocalHostException">It cannot be started, or PostgreSQL ended.</exception>
    public async Task RunAsync(TextWriter output, CancellationToken ct)
    {
        RequirePort();
        using var data = DataDirectory.Open(DataDirectory.Choose(settings.DataDirectory, () => checkout));
        var web = BuildWebAsync(ct);
        await using var servers = settings.Postgres is null ? await LocalServers.StartAsync(checkout, data, progress, ct) : null;
        if (servers is not null)
            await servers.Postgres.EnsureDatabaseAsync(Database, ct);
        // The shop's tables go into the PostgreSQL that was started here, into no one else's.
        await using var demo = settings.Demo && servers is not null ? await DemoShop.StartAsync(data, servers.Postgres, ct) : null;
        using var host = Build(data, servers, demo, await web);
        await host.Services.GetRequiredService<PostgreSqlMigrator>().MigrateAsync(ct);
        await StartAsync(host, ct);
        var password = await EnsureAdministratorAsync(host, ct);
        Announce(output, password);
        if (demo is not null)
            await demo.InstallAsync(host.Services, output, ct);
        await WaitAsync(host, servers, ct);
        await host.StopAsync(CancellationToken.None);
    }

    private static string AdministratorEmail => Environment.GetEnvironmentVariable("DATAAGGREGATOR_ADMIN_EMAIL") is { Length: > 0 } email ? email : "admin@example.com";

    private static async Task<string?> EnsureAdministratorAsync(IHost host, CancellationToken ct)
    {
        var given = Environment.GetEnvironmentVariable("DATAAGGREGATOR_ADMIN_PASSWORD");
        try
        {
            return await Administrator.EnsureAsync(host.Services.GetRequiredService<IUserStore>(), AdministratorEmail, string.IsNullOrEmpty(given) ? null : given, ct);
        }
        catch (ArgumentException refused)
        {
            throw new LocalHostException($"DATAAGGREGATOR_ADMIN_PASSWORD needs at least {Passwords.MinLength} characters.", refused);
        }
    }

    private static async Task WaitAsync(IHost host, LocalServers? servers, CancellationToken ct)
    {
        var stop = Task.Delay(Timeout.Infinite, ct);
        var stopping = new TaskCompletionSource();
        await using var registration = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        var lost = servers?.Postgres.Exited ?? stop;
        if (await Task.WhenAny(stop, stopping.Task, lost) == servers?.Postgres.Exited && !ct.IsCancellationRequested)
            throw new LocalHostException($"PostgreSQL ended unexpectedly (see {servers.Postgres.LogFile}).");
    }

    private void RequirePort()
    {
        if (!FreePort.IsFree(settings.Port))
            throw new LocalHostException($"Port {settings.Port} is in use by another program: choose another with --port.");
    }

    private async Task<string?> BuildWebAsync(CancellationToken ct)
    {
        if (!settings.Web || !File.Exists(Path.Combine(checkout.Web, "package.json")))
            return null;
        var app = new WebApp(checkout.Web, progress);
        await app.EnsureBuiltAsync(ct);
        return app.Output;
    }

    private IHost Build(DataDirectory data, LocalServers? servers, DemoShop? demo, string? web)
    {
        string[] own = [.. new[] { servers?.Postgres.Port, demo?.Port }.OfType<int>().Select(Address)];
        var allowed = Environment.GetEnvironmentVariable("DATAAGGREGATOR_ALLOWED_ADDRESSES");
        var files = Environment.GetEnvironmentVariable("DATAAGGREGATOR_FILE_ROOTS");
        var mail = Environment.GetEnvironmentVariable("DATAAGGREGATOR_MAIL_FOLDER");
        var builder = DataAggregatorServer.CreateBuilder([
            $"--DATAAGGREGATOR_POSTGRES={settings.Postgres ?? servers!.Postgres.ConnectionString(Database)}",
            $"--DATAAGGREGATOR_KEY_FILE={Path.Combine(data.Folder("keys"), "encryption.key")}",
            $"--DATAAGGREGATOR_SIGNING_KEY_FILE={Path.Combine(data.Folder("keys"), "signing.key")}",
            $"--DATAAGGREGATOR_SEGMENTS={data.Folder("segments")}",
            $"--DATAAGGREGATOR_STREAMS=Endpoint=sb://{LocalStreams.NamespaceOf(data.Folder("durable"))}/;UseDevelopmentEmulator=true",
            $"--DATAAGGREGATOR_FILE_ROOTS={(string.IsNullOrEmpty(files) ? data.Folder("files") : files)}",
            $"--DATAAGGREGATOR_MAIL_FOLDER={(string.IsNullOrEmpty(mail) ? Path.Combine(data.Path, "mail") : mail)}",
            $"--DATAAGGREGATOR_ALLOWED_ADDRESSES={string.Join(',', string.IsNullOrEmpty(allowed) ? own : [allowed, .. own])}",
        ]);
        builder.UseEmulator(options =>
        {
            options.Assemblies.Add(typeof(DataAggregatorServer).Assembly);
            options.Assemblies.Add(typeof(PipelineRunOrchestrator).Assembly);
            options.DataDirectory = data.Folder("durable");
            options.Urls.Add(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{settings.Port}"));
            options.ConfigureApp = app =>
            {
                if (web is not null)
                    app.UseWebApp(web);
            };
        });
        return builder.Build();
    }

    private async Task StartAsync(IHost host, CancellationToken ct)
    {
        try
        {
            await host.StartAsync(ct);
        }
        catch (IOException busy) when (busy.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new LocalHostException($"Port {settings.Port} was taken by another program meanwhile: choose another with --port.", busy);
        }
    }

    private void Announce(TextWriter output, string? password)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The platform answers at http://localhost:{settings.Port} (API: /api/docs)."));
        if (password is not null)
            output.WriteLine($"Sign in as {AdministratorEmail} with the password {password} (shown this once).");
        output.WriteLine("Ctrl-C stops it and everything it started.");
    }

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
}
