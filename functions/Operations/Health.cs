using System.Diagnostics;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Npgsql;

namespace DataAggregator.Functions.Operations;

/// <summary>GET /api/health (the process is alive) and /api/ready (each dependency answers).</summary>
public sealed class Health(NpgsqlDataSource database)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Alive.</summary>
    [Function("Health")]
    [Anonymous]
    public IResult Alive([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request) => Answers.Ok(new { status = "ok" });

    /// <summary>Ready; 503 when a dependency is down.</summary>
    [Function("Ready")]
    [Anonymous]
    public async Task<IResult> ReadyAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ready")] HttpRequest request, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        var (ok, message) = await PingAsync(cancellationToken);
        var dependency = new { name = "postgresql", ok, latency_ms = Stopwatch.GetElapsedTime(begun).TotalMilliseconds, message };
        return Results.Json(new { status = ok ? "ready" : "unavailable", dependencies = new[] { dependency } }, ApiJson.Options, statusCode: ok ? 200 : 503);
    }

    private async Task<(bool Ok, string Message)> PingAsync(CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(Patience);
        try
        {
            await using var command = database.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(bounded.Token);
            return (true, "answers");
        }
        catch (Exception down) when (down is NpgsqlException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The driver's message may name the address; everybody may read this answer.
            return (false, "does not answer");
        }
    }
}
