using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Connectors.PostgreSql;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Tests.Fixtures;
using Npgsql;
using Xunit;

namespace DataAggregator.Tests.Integration.Connectors.PostgreSql;

/// <summary>A database of its own for each test, and the calls that a run makes.</summary>
public abstract class PostgreSqlTest(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime, IAsyncDisposable
{
    protected static readonly CancellationToken None = CancellationToken.None;

    private readonly PostgreSqlConnections connections = new(new OpenEgress());

    protected string ConnectionString { get; private set; } = "";

    protected NpgsqlConnectionStringBuilder Server => new(ConnectionString);

    /// <summary>A role name of this test's own: roles belong to the server, not to the database.</summary>
    protected string Role => $"role_{Server.Database}";

    internal IDestination Destination => new PostgreSqlDestination(connections);

    internal ISource Source => new PostgreSqlSource(connections);

    protected static SegmentWrite Segment(WriteTarget target, int ordinal, params RecordBatch[] batches) => new()
    {
        Id = new SegmentId(target.RunId, 0, ordinal),
        Target = target,
        Batches = Rows.Stream(batches),
        BeforeCommit = (_, _) => Task.CompletedTask,
    };

    protected static WriteTarget Target(Schema schema, string run = "run-1", int epoch = 1) => new(run, "pipeline-1", 0, epoch, schema);

    public async Task InitializeAsync() => ConnectionString = await postgres.CreateDatabaseAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await connections.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A config for the test's database; <paramref name="more"/> overrides, a null removes.</summary>
    protected JsonElement Config(params (string Key, JsonNode? Value)[] more)
    {
        var config = new JsonObject
        {
            ["host"] = Server.Host,
            ["port"] = Server.Port,
            ["database"] = Server.Database,
            ["username"] = Server.Username,
            ["password"] = Server.Password,
        };
        foreach (var (key, value) in more)
            config[key] = value;
        return JsonSerializer.SerializeToElement(config);
    }

    /// <summary>One whole delivery: prepare, one segment a batch, complete.</summary>
    protected async Task DeliverAsync(JsonElement config, WriteTarget target, params RecordBatch[] batches)
    {
        await Destination.PrepareAsync(config, target, None);
        for (var i = 0; i < batches.Length; i++)
            await Destination.WriteAsync(config, Segment(target, i, batches[i]), None);
        await Destination.CompleteAsync(config, target, None);
    }

    /// <summary>All rows of all partitions, in order.</summary>
    protected async Task<(Schema Schema, List<object?[]> Rows, List<RejectedRecord> Rejected)> ReadAllAsync(JsonElement config, PlanRequest? request = null)
    {
        var plan = await Source.PlanAsync(config, request ?? new PlanRequest("run-1", null), None);
        var (rows, rejected) = (new List<object?[]>(), new List<RejectedRecord>());
        foreach (var partition in plan.Partitions)
        {
            await foreach (var batch in Source.ReadAsync(config, new ReadRequest(partition, plan.Schema, null, 0), None))
                Take(batch, rows, rejected);
        }

        return (plan.Schema, rows, rejected);
    }

    /// <summary>Moves a batch's rows into <paramref name="rows"/> and disposes it.</summary>
    protected static void Take(SourceBatch batch, List<object?[]> rows, List<RejectedRecord> rejected)
    {
        using (batch.Batch)
        {
            for (var row = 0; row < batch.Batch.RowCount; row++)
                rows.Add([.. Enumerable.Range(0, batch.Batch.Schema.Count).Select(column => Rows.Value(batch.Batch, column, row))]);
        }

        rejected.AddRange(batch.Rejected);
    }

    protected async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? value : null;
    }

    /// <summary>The rows as text, columns joined by '|', null as '~'.</summary>
    protected async Task<string[]> QueryAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { AllResultTypesAreUnknown = true };
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "~" : reader.GetString(i))));
        return [.. rows];
    }
}
