using System.Globalization;
using DataAggregator.Local.Processes;
using DataAggregator.Tests.Fixtures;
using Microsoft.Playwright;
using Xunit;

namespace DataAggregator.Tests.EndToEnd.Browser;

/// <summary>The whole product as a new user starts it, with its demo, and a browser in front of it.</summary>
public class RunningProduct : IAsyncLifetime
{
    public const string Email = "ada@example.com";
    public const string Password = "correct horse battery staple";

    private readonly TemporaryFolder folder = new();
    private FreePort? port;
    private LocalHostProcess? host;
    private IPlaywright? playwright;

    public string Address { get; private set; } = "";

    public IBrowser Browser { get; private set; } = null!;

    /// <summary>What it is started with beside its port and data directory.</summary>
    protected virtual IReadOnlyList<string> Arguments => [];

    /// <summary>What its environment says beside who the administrator is.</summary>
    protected virtual IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>();

    /// <summary>Does over the API what a test takes for granted.</summary>
    internal ProductApi Api { get; private set; } = null!;

    /// <summary>A path of a file that pipelines name by its own.</summary>
    internal string FileOf(string name) => Path.Combine(folder["data"], "files", name);

    public async Task InitializeAsync()
    {
        port = FreePort.Claim();
        Address = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port.Number}");
        host = LocalHostProcess.Start(
            ["--port", port.Number.ToString(CultureInfo.InvariantCulture), "--data", folder["data"], .. Arguments],
            new Dictionary<string, string>(Environment) { ["DATAAGGREGATOR_ADMIN_EMAIL"] = Email, ["DATAAGGREGATOR_ADMIN_PASSWORD"] = Password });
        var http = new HttpClient { BaseAddress = new Uri(Address) };
        Api = new ProductApi(http);
        await Eventually.HoldsAsync(() => IsReadyAsync(http), "the product answers", TimeSpan.FromMinutes(5));
        // What comes is waited for as long as a busy machine may need.
        Assertions.SetDefaultExpectTimeout(30_000);
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = await Chromium.FindAsync(), Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright?.Dispose();
        Api.Dispose();
        if (host is not null)
        {
            await host.InterruptAsync();
            await host.DisposeAsync();
        }

        port?.Dispose();
        folder.Dispose();
    }

    /// <summary>What the local host said, for a failing test's message.</summary>
    internal string Said => string.Join('\n', [.. host?.Output ?? [], .. host?.Errors ?? []]);

    private async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/api/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException) when (host!.IsRunning)
        {
            return false;
        }
    }
}
