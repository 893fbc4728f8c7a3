using System.Data.Common;
using System.Diagnostics;
using DataAggregator.Core.Monitoring;
using DataAggregator.Core.Security;
using DataAggregator.Core.Storage;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using DataAggregator.Functions.RateLimits;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Operations;

/// <summary>GET /api/health (the process is alive) and /api/ready (each dependency answers).</summary>
public sealed class Health(IUserStore users)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether the process is alive.</summary>
    [Function("Health")]
    [Anonymous]
    [RequestRate(RequestRate.None)]
    [Answers(200, typeof(HealthAnswer))]
    public IResult Alive([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request) => Answers.Ok(new HealthAnswer("ok", ProductVersion.Number));

    /// <summary>Whether each dependency answers; 503 when a dependency is down.</summary>
    [Function("Ready")]
    [Anonymous]
    [RequestRate(RequestRate.None)]
    [Answers(200, typeof(ReadyAnswer))]
    [Answers(503, typeof(ReadyAnswer))]
    public async Task<IResult> ReadyAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ready")] HttpRequest request, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        var (ok, message) = await PingAsync(cancellationToken);
        var dependency = new Dependency("postgresql", ok, Stopwatch.GetElapsedTime(begun).TotalMilliseconds, message);
        return Results.Json(new ReadyAnswer(ok ? "ready" : "unavailable", [dependency]), ApiJson.Options, statusCode: ok ? 200 : 503);
    }

    private async Task<(bool Ok, string Message)> PingAsync(CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(Patience);
        try
        {
            await users.AnyAsync(bounded.Token);
            return (true, "answers");
        }
        catch (Exception down) when (down is DbException or StoreUnavailableException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The driver's message may name the address; everybody may read this answer.
            return (false, "does not answer");
        }
    }
}
