using System.ComponentModel;
using DataAggregator.Core.Pipelines;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Pipelines.Templates;

/// <summary>POST /pipeline-templates/{id}/instantiate: a pipeline from a template, with its parameters filled in; what is a secret there is kept as one.</summary>
public sealed class InstantiateTemplate(PipelineTemplates templates, IPipelineStore pipelines, PipelineInput input, PipelineAnswers answers)
{
    /// <summary>What making a pipeline takes.</summary>
    public sealed record Request
    {
        /// <summary>The pipeline's name.</summary>
        [Description("The pipeline's name; the template's unless given.")]
        public string? Name { get; init; }

        /// <summary>The template's parameters.</summary>
        [Description("Values for the template's parameters, by name.")]
        public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
    }

    /// <summary>Makes a pipeline from a template.</summary>
    [Function("InstantiatePipelineTemplate")]
    [RequireRole(Roles.Editor)]
    [Body(typeof(Request))]
    [Answers(201, typeof(PipelineAnswer))]
    [Answers(409)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/pipeline-templates/{id}/instantiate")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<Request>(cancellationToken);
        var template = await templates.FindAsync(id, cancellationToken);
        var definition = PipelineTemplates.Fill(template, body.Parameters, body.Name);
        var given = await input.ToSaveAsync(definition, null, SignedInUser.Of(request), $"From the template '{template.Name}'", cancellationToken);
        return await answers.CreatedAsync(request, await pipelines.CreateAsync(given.Draft, cancellationToken), cancellationToken, given.Warnings);
    }
}
