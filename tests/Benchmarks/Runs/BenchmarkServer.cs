using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using DataAggregator.Local.Processes;
using Npgsql;

namespace DataAggregator.Benchmarks.Runs;

/// <summary>The Release build's server in a process of its own, on a new data directory, with a client that is signed in.</summary>
internal sealed class BenchmarkServer : IAsyncDisposable
{
    private const string Email = "bench@example.com";
    private const string Password = "correct horse battery";
    private readonly FreePort port = FreePort.Claim();
    private readonly string folder = Directory.CreateTempSubdirectory("dataaggregator-runs-").FullName;
    private readonly Process process;

    private BenchmarkServer()
    {
        // PostgreSQL's own user passes through.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        var start = new ProcessStartInfo(Program.LocalHost, ["--no-web", "--no-demo", "--port", port.Number.ToString(CultureInfo.InvariantCulture), "--data", Data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DATAAGGREGATOR_ADMIN_EMAIL"] = Email, ["DATAAGGREGATOR_ADMIN_PASSWORD"] = Password, ["DATAAGGREGATOR_FILE_ROOTS"] = folder },
        };
        process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
        process.BeginErrorReadLine();
        Client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port.Number}/api/v1/")) };
    }

    public HttpClient Client { get; }

    private string Data => Path.Combine(folder, "data");

    public static async Task<BenchmarkServer> StartAsync()
    {
        var server = new BenchmarkServer();
        while (await server.process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("The platform answers", StringComparison.Ordinal))
            continue;
        using var answer = await server.Client.PostAsJsonAsync("auth/login", new { email = Email, password = Password });
        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await JsonAsync(answer)).GetProperty("access_token").GetString());
        return server;
    }

    /// <summary>A file that connectors may open.</summary>
    public string PathOf(string name) => Path.Combine(folder, name);

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return await JsonAsync(answer);
    }

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await Client.PostAsJsonAsync(path, body);
        return await JsonAsync(answer);
    }

    /// <summary>How to connect to the platform's own database.</summary>
    public async Task<NpgsqlConnectionStringBuilder> DatabaseAsync() => new()
    {
        Host = "127.0.0.1",
        Port = int.Parse(await File.ReadAllTextAsync(Path.Combine(Data, "postgresql", "port")), CultureInfo.InvariantCulture),
        Username = "dataaggregator",
        Password = await File.ReadAllTextAsync(Path.Combine(Data, "postgresql", "password")),
        Database = "dataaggregator",
        SearchPath = "dataaggregator",
    };

    public async Task<NpgsqlConnection> OpenDatabaseAsync()
    {
        var connection = new NpgsqlConnection((await DatabaseAsync()).ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Posix.Signal(process.Id, 2);
        await process.WaitForExitAsync();
        process.Dispose();
        port.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(text) : throw new InvalidOperationException($"{answer.RequestMessage?.RequestUri} answered {(int)answer.StatusCode}: {text}");
    }
}
