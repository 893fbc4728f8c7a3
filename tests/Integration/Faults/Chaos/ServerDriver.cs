using System.Globalization;
using System.Net;
using System.Text.Json;
using DataAggregator.Local.Processes;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;

namespace DataAggregator.Tests.Integration.Faults.Chaos;

/// <summary>Runs the pipeline on the server, whose PostgreSQL stands outside; the run is asked for under one <c>Idempotency-Key</c>, however often the server died.</summary>
internal sealed class ServerDriver(TemporaryFolder folder, string postgres, JsonElement pipeline) : ChaosDriver
{
    private const string Password = "correct horse battery";
    private readonly FreePort port = FreePort.Claim();

    public override LocalHostProcess Start(IReadOnlyDictionary<string, string> environment) => LocalHostProcess.Start(
        ["--no-web", "--no-demo", "--port", port.Number.ToString(CultureInfo.InvariantCulture), "--data", folder["data"], "--postgres", postgres],
        new Dictionary<string, string>(WithSmallSegments(environment))
        {
            ["DATAAGGREGATOR_ADMIN_EMAIL"] = ApiServer.AdminEmail,
            ["DATAAGGREGATOR_ADMIN_PASSWORD"] = Password,
            ["DATAAGGREGATOR_ALLOW_PRIVATE_NETWORK"] = "true",
            ["DATAAGGREGATOR_FILE_ROOTS"] = folder.Path,
        });

    public override async Task<JsonElement?> EndAsync(LocalHostProcess process, CancellationToken cancellationToken)
    {
        try
        {
            await process.LineAsync("The platform answers");
            using var admin = await SignInAsync();
            var run = await EnsureRunAsync(admin);
            while (true)
            {
                var now = (await admin.GetAsync($"runs/{run}")).ShouldBe(HttpStatusCode.OK).Body;
                if (now.GetProperty("status").GetString() is not ("pending" or "running" or "retrying"))
                    return now;
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or InvalidOperationException)
        {
            if (process.IsRunning && !await EndsSoonAsync(process))
                throw;
            return null;
        }
    }

    public override ValueTask DisposeAsync()
    {
        port.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<bool> EndsSoonAsync(LocalHostProcess process)
    {
        // The connection breaks a moment before the process is seen to have ended.
        await Eventually.HoldsAsync(() => Task.FromResult(!process.IsRunning), "the killed server is gone", TimeSpan.FromSeconds(5));
        return true;
    }

    private static async Task<string> EnsureRunAsync(ApiClient admin, string id) =>
        (await admin.PostAsync($"pipelines/{id}/execute", null, ("Idempotency-Key", "chaos"))).ShouldBe(HttpStatusCode.Accepted)["run_id"];

    private async Task<string> EnsureRunAsync(ApiClient admin)
    {
        var saved = (await admin.GetAsync("pipelines")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items");
        var id = saved.GetArrayLength() > 0
            ? saved[0].GetProperty("id").GetString()!
            : (await admin.PostAsync("pipelines", pipeline.GetRawText())).ShouldBe(HttpStatusCode.Created)["id"];
        return await EnsureRunAsync(admin, id);
    }

    private async Task<ApiClient> SignInAsync()
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port.Number}"));
        using var anonymous = new ApiClient(address, null);
        var answer = (await anonymous.PostAsync("auth/login", new { email = ApiServer.AdminEmail, password = Password })).ShouldBe(HttpStatusCode.OK);
        return new ApiClient(address, answer["access_token"]);
    }
}
