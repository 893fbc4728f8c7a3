using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace DataAggregator.Functions.Pipelines;

/// <summary>Makes answers of pipelines: secrets masked, configs hidden from viewers, each with its last run.</summary>
/// <param name="runs">The run ledger.</param>
/// <param name="secrets">Masks.</param>
/// <param name="time">Tells how long a run has been at work.</param>
public sealed class PipelineAnswers(IRunStore runs, PipelineSecrets secrets, TimeProvider time)
{
    /// <summary>201 with a pipeline that is new.</summary>
    public async Task<IResult> CreatedAsync(HttpRequest request, Pipeline pipeline, CancellationToken cancellationToken, IReadOnlyList<Problem>? warnings = null) =>
        Answers.Created(request.HttpContext.Response, await OfAsync(request, pipeline, cancellationToken) with { Warnings = warnings }, $"/api/v1/pipelines/{pipeline.Id}", pipeline.Version);

    /// <summary>200 with a pipeline.</summary>
    public async Task<IResult> OkAsync(HttpRequest request, Pipeline pipeline, CancellationToken cancellationToken, IReadOnlyList<Problem>? warnings = null) =>
        Answers.Ok(request.HttpContext.Response, await OfAsync(request, pipeline, cancellationToken) with { Warnings = warnings }, pipeline.Version);

    /// <summary>The answer for one pipeline.</summary>
    public async Task<PipelineAnswer> OfAsync(HttpRequest request, Pipeline pipeline, CancellationToken cancellationToken) =>
        (await OfAsync(request, [pipeline], cancellationToken))[0];

    /// <summary>The answers for several.</summary>
    public async Task<IReadOnlyList<PipelineAnswer>> OfAsync(HttpRequest request, IReadOnlyList<Pipeline> pipelines, CancellationToken cancellationToken)
    {
        var latest = await runs.LatestAsync([.. pipelines.Select(pipeline => pipeline.Id)], cancellationToken);
        var answers = new List<PipelineAnswer>(pipelines.Count);
        foreach (var pipeline in pipelines)
            answers.Add(PipelineAnswer.Of(pipeline, await ShownAsync(request, pipeline.Document, cancellationToken), latest.GetValueOrDefault(pipeline.Id), time));
        return answers;
    }

    /// <summary>A definition as that user may see it.</summary>
    public async Task<JsonElement> ShownAsync(HttpRequest request, JsonElement document, CancellationToken cancellationToken)
    {
        var masked = await secrets.MaskAsync(document, cancellationToken);
        return Roles.Covers(SignedInUser.Of(request).Role, Roles.Editor) ? masked : PipelineAnswer.HideConfigs(masked);
    }
}
