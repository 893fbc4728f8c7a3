using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Pipelines.Versions;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Pipelines;

/// <summary>GET /pipelines/{id}/versions, /versions/{n} and /versions/{a}/diff/{b}: what a pipeline was, and what changed.</summary>
public sealed class PipelineVersions(IPipelineStore pipelines, PipelineSecrets secrets, PipelineAnswers answers)
{
    /// <summary>A page of the versions of a pipeline, newest first.</summary>
    [Function("ListPipelineVersions")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(PageAnswer<PipelineVersionAnswer>))]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pipelines/{id}/versions")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var page = await pipelines.ListVersionsAsync(id, request.Page(), cancellationToken);
        if (page.Items.Count == 0 && await pipelines.FindAsync(id, cancellationToken) is null)
            throw ApiException.NotFound("pipeline", id);
        return Answers.Ok(new PageAnswer<PipelineVersionAnswer>([.. page.Items.Select(version => PipelineVersionAnswer.Of(version))], page.NextCursor));
    }

    /// <summary>One version of a pipeline, with its definition.</summary>
    [Function("GetPipelineVersion")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(PipelineVersionAnswer))]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pipelines/{id}/versions/{n}")] HttpRequest request, string id, string n, CancellationToken cancellationToken)
    {
        var version = await FindAsync(id, n, cancellationToken);
        return Answers.Ok(PipelineVersionAnswer.Of(version, await answers.ShownAsync(request, version.Document, cancellationToken)));
    }

    /// <summary>What changed from version a to version b, setting by setting.</summary>
    [Function("DiffPipelineVersions")]
    [RequireRole(Roles.Editor)]
    [Answers(200, typeof(DiffAnswer))]
    public async Task<IResult> DiffAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pipelines/{id}/versions/{a}/diff/{b}")] HttpRequest request,
        string id,
        string a,
        string b,
        CancellationToken cancellationToken)
    {
        var (old, current) = (await FindAsync(id, a, cancellationToken), await FindAsync(id, b, cancellationToken));
        var changes = DefinitionDiff.Between(await BothAsync(old, cancellationToken), await BothAsync(current, cancellationToken));
        return Answers.Ok(new DiffAnswer(old.Version, current.Version, changes));
    }

    private async Task<Pipeline> FindAsync(string id, string version, CancellationToken cancellationToken) =>
        int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && await pipelines.FindVersionAsync(id, number, cancellationToken) is { } found
            ? found
            : throw ApiException.NotFound("version of that pipeline", version);

    private async Task<(JsonElement Clear, JsonElement Masked)> BothAsync(Pipeline version, CancellationToken cancellationToken)
    {
        var document = JsonObject.Create(version.Document)!;
        document["enabled"] = version.Enabled;
        var whole = JsonSerializer.SerializeToElement(document);
        return (await secrets.UnprotectAsync(whole, cancellationToken), await secrets.MaskAsync(whole, cancellationToken));
    }
}
