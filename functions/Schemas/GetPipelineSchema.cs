using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Schemas;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Schemas;

/// <summary>GET /pipelines/{id}/schema: what is known of a source's fields, which runs are held against.</summary>
public sealed class GetPipelineSchema(IPipelineStore pipelines, ISchemaStore schemas)
{
    /// <summary>The known fields of a source of the pipeline, with their history.</summary>
    [Function("GetPipelineSchema")]
    [RequireRole(Roles.Viewer)]
    [Parameter("query", "stream", "The name of one of several sources; the first unless given.")]
    [Answers(200, typeof(StreamSchemaAnswer))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pipelines/{id}/schema")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        Answers.Ok(await StreamSchemaAnswer.OfAsync(schemas, id, await DefinitionAsync(pipelines, id, cancellationToken), request.Query["stream"].FirstOrDefault(), cancellationToken));

    /// <summary>The definition of a pipeline that is there.</summary>
    internal static async Task<PipelineDefinition> DefinitionAsync(IPipelineStore pipelines, string id, CancellationToken cancellationToken)
    {
        var pipeline = await pipelines.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("pipeline", id);
        var problems = new Problems();
        var definition = PipelineDefinitionReader.Read(pipeline.Document, problems);
        problems.ThrowIfAny();
        return definition!;
    }
}
