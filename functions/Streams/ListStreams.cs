using DataAggregator.Core.Streams;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Streams;

/// <summary>GET /streams: the streams that had events.</summary>
public sealed class ListStreams(IEventStreamStore streams)
{
    /// <summary>Lists the streams, each with how many events it had.</summary>
    [Function("ListStreams")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(PageAnswer<StreamSummary>))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/streams")] HttpRequest request, CancellationToken cancellationToken) =>
        Answers.Ok(request.PageOf(await streams.ListAsync(cancellationToken), stream => stream.Name));
}
