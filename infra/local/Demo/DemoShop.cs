using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;
using DataAggregator.Local.Servers;
using DataAggregator.Orchestrations.Runs;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DataAggregator.Local.Demo;

/// <summary>The sample shop, and the pipeline that reads it: installed and run once at the first start, served at every later one.</summary>
internal sealed class DemoShop : IAsyncDisposable
{
    private const string Author = "demo";
    private readonly SampleOrdersApi api;
    private readonly PostgresServer postgres;
    private readonly string folder;
    private readonly DemoState? last;

    private DemoShop(SampleOrdersApi api, PostgresServer postgres, string folder, DemoState? last)
    {
        this.api = api;
        this.postgres = postgres;
        this.folder = folder;
        this.last = last;
    }

    /// <summary>The shop's port on 127.0.0.1.</summary>
    public int Port => api.Port;

    private string StateFile => Path.Combine(folder, "installed.json");

    /// <summary>Starts the shop where its pipeline looks for it.</summary>
    public static async Task<DemoShop> StartAsync(DataDirectory data, PostgresServer postgres, CancellationToken ct)
    {
        var folder = data.Folder("demo");
        var stateFile = Path.Combine(folder, "installed.json");
        var last = File.Exists(stateFile) ? JsonSerializer.Deserialize<DemoState>(await File.ReadAllTextAsync(stateFile, ct)) : null;
        return new DemoShop(await SampleOrdersApi.StartAsync(last?.ApiPort, ct), postgres, folder, last);
    }

    /// <summary>Installs the pipeline and runs it once, at the first start; follows the ports at a later one. A pipeline that was deleted stays so.</summary>
    public async Task InstallAsync(IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        if (last is null)
        {
            var pipeline = await SaveAsync(services, ct);
            await RunAsync(services, pipeline, ct);
            await output.WriteLineAsync($"The demo pipeline '{DemoPipeline.Name}' is installed and runs for the first time.");
            Remember(pipeline.Id);
        }
        else if (last.ApiPort != api.Port || last.PostgresPort != postgres.Port)
        {
            await FollowPortsAsync(services.GetRequiredService<IPipelineStore>(), ct);
            Remember(last.PipelineId);
        }
    }

    public ValueTask DisposeAsync() => api.DisposeAsync();

    private void Remember(string? pipelineId) => PrivateFiles.Write(StateFile, JsonSerializer.Serialize(new DemoState(pipelineId, api.Port, postgres.Port)));

    private async Task<Pipeline> SaveAsync(IServiceProvider services, CancellationToken ct)
    {
        var password = await CreateDatabaseAsync(ct);
        var document = JsonSerializer.SerializeToElement(DemoPipeline.Create(api.Orders, SampleOrdersApi.Key, postgres.Port, password));
        var kept = await services.GetRequiredService<PipelineSecrets>().ProtectAsync(document, null, ct);
        var pipelines = services.GetRequiredService<IPipelineStore>();
        try
        {
            return await pipelines.CreateAsync(new PipelineDraft(DemoPipeline.Name, kept, Enabled: true, Author), ct);
        }
        catch (ConflictException)
        {
            // A start before this one was ended between saving and remembering.
            var found = await pipelines.FindByNameAsync(DemoPipeline.Name, ct);
            return await pipelines.UpdateAsync(found!.Id, new PipelineDraft(DemoPipeline.Name, kept, Enabled: true, Author), null, ct);
        }
    }

    private async Task<string> CreateDatabaseAsync(CancellationToken ct)
    {
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await using (var connection = new NpgsqlConnection(postgres.ConnectionString("postgres")))
        {
            await connection.OpenAsync(ct);
            // The password is hexadecimal: nothing in it needs quoting.
            await using var role = new NpgsqlCommand(
                $"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'demo') THEN CREATE ROLE demo LOGIN; END IF; END $$; ALTER ROLE demo PASSWORD '{password}'", connection);
            await role.ExecuteNonQueryAsync(ct);
        }
        await postgres.EnsureDatabaseAsync("demo", ct);
        await using var demo = new NpgsqlConnection(postgres.ConnectionString("demo"));
        await demo.OpenAsync(ct);
        await using var grant = new NpgsqlCommand("ALTER DATABASE demo OWNER TO demo; ALTER SCHEMA public OWNER TO demo", demo);
        await grant.ExecuteNonQueryAsync(ct);
        return password;
    }

    private static async Task RunAsync(IServiceProvider services, Pipeline pipeline, CancellationToken ct)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var run = new Run
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            Key = $"{pipeline.Id}:demo",
            PipelineId = pipeline.Id,
            PipelineName = pipeline.Name,
            PipelineVersion = pipeline.Version,
            Status = RunStatus.Pending,
            Trigger = "demo",
            Parameters = JsonSerializer.SerializeToElement(new Dictionary<string, string>()),
            LogicalTime = now,
            CreatedAt = now,
        };
        var client = services.GetRequiredService<IDurableTaskClientProvider>().GetClient();
        await services.GetRequiredService<RunStarter>().StartAsync(client, run, ct);
    }

    /// <summary>A port that somebody took meanwhile is changed in the pipeline, as far as its user left it as it was.</summary>
    private async Task FollowPortsAsync(IPipelineStore pipelines, CancellationToken ct)
    {
        if (last?.PipelineId is null || await pipelines.FindAsync(last.PipelineId, ct) is not { } pipeline)
            return;
        var document = JsonObject.Create(pipeline.Document)!;
        if (document["source"]?["config"] is JsonObject source && source["url"]?.ToString() == api.Orders.ToString().Replace($":{api.Port}/", $":{last.ApiPort}/", StringComparison.Ordinal))
            source["url"] = api.Orders.ToString();
        if (document["destination"]?["config"] is JsonObject destination && destination["port"]?.ToString() == $"{last.PostgresPort}")
            destination["port"] = postgres.Port;
        var draft = new PipelineDraft(pipeline.Name, JsonSerializer.SerializeToElement(document), pipeline.Enabled, Author, "Follow the ports of the local servers");
        await pipelines.UpdateAsync(pipeline.Id, draft, pipeline.Version, ct);
    }
}
