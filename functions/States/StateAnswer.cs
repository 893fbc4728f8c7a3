using DataAggregator.Core.Incremental;
using DataAggregator.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace DataAggregator.Functions.States;

/// <summary>The state of a pipeline's streams.</summary>
/// <param name="PipelineId">The pipeline.</param>
/// <param name="Version">Counts all changes, for <c>If-Match</c>; 0 before the first.</param>
/// <param name="Streams">One a stream.</param>
/// <param name="History">The last changes, newest first.</param>
public sealed record StateAnswer(string PipelineId, int Version, IReadOnlyList<StreamStateAnswer> Streams, IReadOnlyList<StreamStateAnswer> History)
{
    private const int Changes = 20;

    internal static async Task<IResult> AnswerAsync(HttpResponse response, IStreamStateStore states, string pipelineId, CancellationToken cancellationToken)
    {
        var streams = await states.ListAsync(pipelineId, cancellationToken);
        var history = await states.HistoryAsync(pipelineId, Changes, cancellationToken);
        var version = streams.Sum(state => state.Version);
        return Answers.Ok(response, new StateAnswer(pipelineId, version, [.. streams.Select(StreamStateAnswer.Of)], [.. history.Select(StreamStateAnswer.Of)]), version);
    }
}
