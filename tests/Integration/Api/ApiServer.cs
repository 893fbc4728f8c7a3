using DataAggregator.Core.Security;
using DataAggregator.Emulator;
using DataAggregator.Functions.Application;
using DataAggregator.Functions.Authentication;
using DataAggregator.Local.Hosting;
using DataAggregator.Local.Processes;
using DataAggregator.Orchestrations.Runs;
using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>The real server in this process, on a database of its own: one for all tests of the collection, each of which names what it makes by itself.</summary>
public sealed class ApiServer : IAsyncLifetime
{
    public const string AdminEmail = "admin@example.com";
    public const string Password = "correct horse battery";

    private readonly PostgresFixture postgres = new();
    private readonly TemporaryFolder folder = new();
    private FreePort? port;
    private IHost? host;

    /// <summary>The folder that file connectors may open.</summary>
    public string Files => folder["files"];

    /// <summary>The platform's database.</summary>
    public string Postgres { get; private set; } = "";

    /// <summary>The folder that mail is laid into.</summary>
    public string Mail => folder["mail"];

    /// <summary>The built application's services.</summary>
    public IServiceProvider Services => host!.Services;

    /// <summary>A client that has not signed in.</summary>
    internal ApiClient Anonymous { get; private set; } = null!;

    /// <summary>The client of the first administrator.</summary>
    internal ApiClient Admin { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        Directory.CreateDirectory(Files);
        port = FreePort.Claim();
        Postgres = await postgres.CreateDatabaseAsync();
        host = Build(Postgres, folder.Path, port.Number);
        await DataAggregatorServer.PrepareAsync(host.Services, AdminEmail, Password, CancellationToken.None);
        await host.StartAsync();
        Anonymous = new ApiClient(new Uri($"http://127.0.0.1:{port.Number}"), null);
        Admin = await SignInAsync(AdminEmail);
    }

    /// <summary>The client of a new account with that role.</summary>
    internal async Task<ApiClient> AccountAsync(string role)
    {
        var email = $"{role}-{Guid.NewGuid():N}@example.com";
        await Services.GetRequiredService<IUserStore>().CreateAsync(email, role, role, Passwords.Hash(Password), CancellationToken.None);
        return await SignInAsync(email);
    }

    /// <summary>A pipeline's settings of a table in a new database, beside the database's connection string.</summary>
    internal async Task<(Dictionary<string, object> Config, string Connection)> TableAsync(string table, string mode = "append")
    {
        var connection = await postgres.CreateDatabaseAsync();
        var parts = new NpgsqlConnectionStringBuilder(connection);
        var config = new Dictionary<string, object>
        {
            ["host"] = parts.Host!,
            ["port"] = parts.Port,
            ["database"] = parts.Database!,
            ["username"] = parts.Username!,
            ["password"] = parts.Password!,
            ["table"] = table,
            ["write_mode"] = mode,
        };
        return (config, connection);
    }

    public async Task DisposeAsync()
    {
        Anonymous?.Dispose();
        Admin?.Dispose();
        if (host is not null)
        {
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync();
        }

        port?.Dispose();
        await postgres.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>The server on that database and port, not yet started.</summary>
    internal static IHost Build(string connection, string folder, int port, string engine = "emulator", TimeProvider? time = null)
    {
        string[] settings =
        [
            $"--DATAAGGREGATOR_POSTGRES={connection}",
            $"--DATAAGGREGATOR_KEY_FILE={Path.Combine(folder, "secrets.key")}",
            $"--DATAAGGREGATOR_SIGNING_KEY_FILE={Path.Combine(folder, "signing.key")}",
            $"--DATAAGGREGATOR_SEGMENTS={Environment.GetEnvironmentVariable("DATAAGGREGATOR_TEST_SEGMENTS") ?? Path.Combine(folder, "segments")}",
            $"--DATAAGGREGATOR_FILE_ROOTS={Path.Combine(folder, "files")}",
            $"--DATAAGGREGATOR_STREAMS=Endpoint=sb://{LocalStreams.NamespaceOf(Path.Combine(folder, engine))}/;UseDevelopmentEmulator=true",
            "--DATAAGGREGATOR_ALLOW_PRIVATE_NETWORK=true",
            "--DATAAGGREGATOR_ALLOW_CSHARP_FUNCTIONS=true",
            $"--DATAAGGREGATOR_MAIL_FOLDER={Path.Combine(folder, "mail")}",
        ];
        var builder = DataAggregatorServer.CreateBuilder(settings);
        builder.UseEmulator(options =>
        {
            options.Urls.Add($"http://127.0.0.1:{port}");
            options.DataDirectory = Path.Combine(folder, engine);
            options.Assemblies.Add(typeof(DataAggregatorServer).Assembly);
            options.Assemblies.Add(typeof(RunStarter).Assembly);
        });
        if (time is not null)
            builder.Services.AddSingleton(time);
        return builder.Build();
    }

    private async Task<ApiClient> SignInAsync(string email)
    {
        var answer = await Anonymous.PostAsync("auth/login", new { email, password = Password });
        return new ApiClient(Anonymous.Address, answer.Body.GetProperty("access_token").GetString());
    }
}
