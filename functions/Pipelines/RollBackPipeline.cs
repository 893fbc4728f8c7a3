using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Pipelines;

/// <summary>
/// POST /pipelines/{id}/rollback: an earlier version becomes a new one. The pipeline keeps its name and stays paused, or not, as it is: a rollback takes back a
/// mistake in what it does, and starts nothing.
/// </summary>
public sealed class RollBackPipeline(IPipelineStore pipelines, PipelineValidator validator, PipelineAnswers answers)
{
    /// <summary>What a rollback takes.</summary>
    public sealed record Request
    {
        /// <summary>The version to go back to.</summary>
        [Description("The version to go back to.")]
        [Range(1, int.MaxValue)]
        public required int Version { get; init; }

        /// <summary>What it is for.</summary>
        [Description("What it is for; 'Back to version n' unless given.")]
        public string? Message { get; init; }
    }

    /// <summary>Makes an earlier version the newest, as a new version.</summary>
    [Function("RollBackPipeline")]
    [RequireRole(Roles.Editor)]
    [IfMatch]
    [Body(typeof(Request))]
    [Answers(200, typeof(PipelineAnswer))]
    [Answers(409)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/pipelines/{id}/rollback")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<Request>(cancellationToken);
        var newest = await pipelines.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("pipeline", id);
        var earlier = await pipelines.FindVersionAsync(id, body.Version, cancellationToken)
            ?? throw ApiException.Invalid([new("$.version", $"there is no version {body.Version}; the newest is {newest.Version}.")]);
        var document = DefinitionEdits.With(earlier.Document, ("name", newest.Name), ("enabled", newest.Enabled));
        // What it refers to may be gone since.
        var problems = new Problems();
        await validator.ValidateAsync(document, problems, cancellationToken);
        problems.ThrowIfAny();
        var message = PipelineInput.Message(body.Message, "$.message") ?? string.Create(CultureInfo.InvariantCulture, $"Back to version {body.Version}");
        var draft = new PipelineDraft(newest.Name, document, newest.Enabled, PipelineInput.Author(request), message);
        return await answers.OkAsync(request, await pipelines.UpdateAsync(id, draft, request.ExpectedVersion() ?? newest.Version, cancellationToken), cancellationToken);
    }
}
