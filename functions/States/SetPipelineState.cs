using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Incremental;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.States;

/// <summary>PUT /pipelines/{id}/state: sets where the next incremental run begins, or resets it. A run that is at work meanwhile leaves that alone.</summary>
public sealed class SetPipelineState(IPipelineStore pipelines, IStreamStateStore states, PipelineStreams streams)
{
    /// <summary>What setting takes.</summary>
    public sealed record Request
    {
        /// <summary>The states.</summary>
        [Description("The streams to set.")]
        public required IReadOnlyList<StreamRequest> Streams { get; init; }
    }

    /// <summary>The wanted state of a stream.</summary>
    public sealed record StreamRequest
    {
        /// <summary>The stream.</summary>
        [Description("The stream; may be left out for a pipeline's only one.")]
        public string? Stream { get; init; }

        /// <summary>The value.</summary>
        [Description("The value of the cursor field that the next run begins with, that value included; null resets, so that everything is read again.")]
        public JsonElement? Value { get; init; }
    }

    /// <summary>Sets or resets how far a pipeline's streams were read.</summary>
    [Function("SetPipelineState")]
    [RequireRole(Roles.Editor)]
    [IfMatch]
    [Body(typeof(Request))]
    [Answers(200, typeof(StateAnswer))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/pipelines/{id}/state")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<Request>(cancellationToken);
        var pipeline = await pipelines.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("pipeline", id);
        var known = await states.ListAsync(id, cancellationToken);
        var (own, settings) = await streams.FindAsync(pipeline, cancellationToken);
        var problems = new Problems();
        if (body.Streams.Count == 0)
            problems.Add("$.streams", "needs an entry for each stream to be set.");
        var author = SignedInUser.Of(request).Email;
        var wanted = body.Streams.Select((stream, index) => Wanted(stream, $"$.streams[{index}]", known, new StreamState(id, own) { CursorField = settings?.CursorField }, problems) with { Author = author }).ToList();
        if (wanted.DistinctBy(state => state.Stream).Count() < wanted.Count)
            problems.Add("$.streams", "names a stream twice.");
        problems.ThrowIfAny();
        await states.SetAsync(wanted, request.ExpectedVersion(), cancellationToken);
        return await StateAnswer.AnswerAsync(request.HttpContext.Response, states, id, cancellationToken);
    }

    private static StreamState Wanted(StreamRequest request, string path, IReadOnlyList<StreamState> known, StreamState own, Problems problems)
    {
        var name = request.Stream ?? (known.Count == 1 ? known[0].Stream : own.Stream);
        var state = known.FirstOrDefault(stream => stream.Stream == name) ?? own;
        if (state.Stream != name)
            problems.Add($"{path}.stream", $"'{name}' is no stream of the pipeline.{Nearest.Hint(name, [own.Stream, .. known.Select(stream => stream.Stream)])}");
        if (IncrementalSettings.TextOf(request.Value) is not { } text)
            return state with { Cursor = null, SourceState = null };
        var field = own.CursorField ?? state.CursorField;
        if (field is null)
            problems.Add($"{path}.value", "has no meaning: the source is not read by a cursor field. Leave it out to reset.");
        // The type shows when the source is planned; until then it is the text that was given.
        var type = state.CursorField == field ? state.Cursor?.Type ?? DataType.String : DataType.String;
        if (CursorValue.Parse(type, text) is not { } value)
        {
            problems.Add($"{path}.value", $"is '{text}', but the cursor is of the type {DeclaredSchema.NameOf(type)}.");
            return state;
        }

        return state with { CursorField = field, Cursor = new CursorMark(type, value.ToString(), []) };
    }
}
