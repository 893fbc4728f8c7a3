using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Schemas;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Schemas;

/// <summary>PUT /pipelines/{id}/schema: says what runs are held against: fields given, those that a run saw, or none.</summary>
public sealed class SetPipelineSchema(IPipelineStore pipelines, ISchemaStore schemas, IRunStore runs)
{
    /// <summary>One of the three.</summary>
    public sealed record Request
    {
        /// <summary>The fields.</summary>
        [Description("The fields to know: {\"fields\": [{\"name\": \"id\", \"type\": \"int64\"}]}.")]
        public JsonElement? Schema { get; init; }

        /// <summary>The run whose fields are accepted.</summary>
        [Description("Accepts the fields that this run of the pipeline saw, also where it failed for their drift.")]
        public string? RunId { get; init; }

        /// <summary>Which source.</summary>
        [Description("The name of one of several sources; the first unless given.")]
        public string? Stream { get; init; }

        /// <summary>Whether to forget.</summary>
        [Description("Forgets what is known: the next run that succeeds sets it anew.")]
        public bool Reset { get; init; }
    }

    /// <summary>Sets, accepts or forgets the known fields.</summary>
    [Function("SetPipelineSchema")]
    [RequireRole(Roles.Editor)]
    [Body(typeof(Request))]
    [Answers(200, typeof(StreamSchemaAnswer))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/pipelines/{id}/schema")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<Request>(cancellationToken);
        if ((body.Schema is not null ? 1 : 0) + (body.RunId is not null ? 1 : 0) + (body.Reset ? 1 : 0) != 1)
            throw ApiException.Invalid([new("$", "give exactly one of 'schema', 'run_id' and 'reset'.")]);
        var definition = await GetPipelineSchema.DefinitionAsync(pipelines, id, cancellationToken);
        var stream = (await StreamSchemaAnswer.OfAsync(schemas, id, definition, body.Stream, cancellationToken)).Stream;
        var schema = body.Schema is { } given ? Read(given) : body.RunId is { } run ? await SeenAsync(id, run, stream, cancellationToken) : null;
        await schemas.SaveAsync(id, stream, schema, body.RunId, SignedInUser.Of(request).Email, cancellationToken);
        return Answers.Ok(await StreamSchemaAnswer.OfAsync(schemas, id, definition, stream, cancellationToken));
    }

    private static Schema Read(JsonElement given)
    {
        var problems = new Problems();
        var schema = DeclaredSchema.Read(given, "$.schema", problems);
        problems.ThrowIfAny();
        return schema!;
    }

    private async Task<Schema> SeenAsync(string pipelineId, string runId, string stream, CancellationToken cancellationToken)
    {
        if (await runs.FindHeadAsync(runId, cancellationToken) is not { } run || run.PipelineId != pipelineId)
            throw ApiException.Invalid([new("$.run_id", $"'{runId}' is no run of this pipeline.")]);
        return await schemas.ObservedAsync(runId, stream, cancellationToken) ?? throw ApiException.Invalid([new("$.run_id", "the run has read nothing yet.")]);
    }
}
