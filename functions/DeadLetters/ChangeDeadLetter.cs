using System.ComponentModel;
using System.Text;
using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.DeadLetters;

/// <summary>PUT and DELETE /dead-letters/{id}: mends a rejected record, beside the original, or marks it as not wanted.</summary>
public sealed class ChangeDeadLetter(IDeadLetterStore letters)
{
    /// <summary>What editing takes.</summary>
    public sealed record Request
    {
        /// <summary>The record as it should be.</summary>
        [Description("The record as it should be: an object.")]
        public required JsonElement Record { get; init; }
    }

    /// <summary>Keeps the record as mended; a replay takes it. 409 when it was replayed or discarded, or is being replayed.</summary>
    [Function("EditDeadLetter")]
    [RequireRole(Roles.Editor)]
    [IfMatch]
    [Body(typeof(Request))]
    [Answers(200, typeof(DeadLetterAnswer))]
    [Answers(404)]
    [Answers(409)]
    public async Task<IResult> EditAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/dead-letters/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var record = (await request.ReadAsync<Request>(RecordJson.MaxDepth, cancellationToken)).Record;
        if (record.ValueKind != JsonValueKind.Object)
            throw ApiException.Invalid([new("$.record", "must be an object with the fields of the record.")]);
        if (await letters.FindAsync(id, cancellationToken) is null)
            throw ApiException.NotFound("dead letter", id);
        var letter = await letters.EditAsync(id, Encoding.UTF8.GetBytes(record.GetRawText()), request.ExpectedVersion(), cancellationToken);
        return Answers.Ok(request.HttpContext.Response, DeadLetterAnswer.Of(letter), letter.Version);
    }

    /// <summary>Marks it as not wanted; it stays listed as discarded.</summary>
    [Function("DiscardDeadLetter")]
    [RequireRole(Roles.Editor)]
    [IfMatch]
    [Answers(204)]
    [Answers(409)]
    public async Task<IResult> DiscardAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/dead-letters/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await letters.FindAsync(id, cancellationToken) is null)
            throw ApiException.NotFound("dead letter", id);
        await letters.DiscardAsync(id, request.ExpectedVersion(), cancellationToken);
        return Results.NoContent();
    }
}
