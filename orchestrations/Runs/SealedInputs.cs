using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>The sources beside the stream at hand, from the segments that they were sealed as when the run was planned.</summary>
internal sealed class SealedInputs(string runId, IRunStore runs, ISegmentStore segments) : INamedInputs
{
    public async IAsyncEnumerable<RecordBatch> ReadAsync(string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var plan = await runs.FindPlanAsync(runId, cancellationToken);
        var input = plan?.Inputs.FirstOrDefault(planned => planned.Name == name)
            ?? throw new KeyNotFoundException($"The plan of run {runId} has no input '{name}'.");
        await using var stream = await segments.OpenAsync(input.Segment, cancellationToken);
        await foreach (var batch in SegmentReader.ReadAsync(stream, cancellationToken))
            yield return batch;
    }
}
