using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Triggers;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Functions.Triggers;

/// <summary>POST and DELETE /pipelines/{id}/triggers/{key}/token: gives a webhook a new address, or takes it away.</summary>
public sealed class SetHookToken(ITriggerStore triggers, IPipelineStore pipelines, ILogger<SetHookToken> logger)
{
    /// <summary>Gives a webhook a new address, which is shown this once; the one before is no longer known.</summary>
    [Function("RotateHookToken")]
    [RequireRole(Roles.Editor)]
    [Answers(200, typeof(HookTokenAnswer))]
    public async Task<IResult> RotateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/pipelines/{id}/triggers/{key}/token")] HttpRequest request, string id, string key, CancellationToken cancellationToken)
    {
        var token = HookToken.Create();
        await SetAsync(request, id, key, token, cancellationToken);
        var path = $"/api/v1/hooks/{token.Reveal()}";
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Answers.Ok(new HookTokenAnswer(token.Reveal(), path, $"{request.Scheme}://{request.Host}{path}"));
    }

    /// <summary>Takes a webhook its address.</summary>
    [Function("RevokeHookToken")]
    [RequireRole(Roles.Editor)]
    [Answers(204)]
    public async Task<IResult> RevokeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/pipelines/{id}/triggers/{key}/token")] HttpRequest request, string id, string key, CancellationToken cancellationToken)
    {
        await SetAsync(request, id, key, null, cancellationToken);
        return Results.NoContent();
    }

    private async Task SetAsync(HttpRequest request, string id, string key, HookToken? token, CancellationToken cancellationToken)
    {
        if (await pipelines.FindAsync(id, cancellationToken) is null)
            throw ApiException.NotFound("pipeline", id);
        var by = SignedInUser.Of(request).Email;
        if (!await triggers.SetTokenAsync(id, key, token, by, cancellationToken))
            throw new ApiException(404, "not_found", $"The pipeline has no webhook trigger '{key}'; GET /pipelines/{id}/triggers lists those that it has.");
        if (token is null)
            logger.TokenRevoked(by, key, id);
        else
            logger.TokenRotated(by, key, id, token.Hint);
    }
}
