using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>What dry runs find out in place of writing: the plan of each destination, and the first records as they would be written.</summary>
/// <param name="plans">Where it is kept.</param>
public sealed class DryRuns(IWritePlanStore plans)
{
    private const int SampledPartitions = 10;
    private const int SampledRecords = 10;

    /// <summary>Asks every destination what it would do.</summary>
    internal async Task PlanAsync(PreparedRun prepared, RunPlan plan, CancellationToken cancellationToken)
    {
        var found = new List<DestinationPlan>();
        foreach (var destination in prepared.Destinations)
        {
            var described = await ActivityBoundary.InStepAsync(
                destination.Step, () => destination.Connector.DescribeWriteAsync(destination.Config, prepared.Target(plan, destination.Index), cancellationToken));
            found.Add(new DestinationPlan(destination.Step, destination.Type, described));
        }

        await plans.SaveAsync(prepared.Run.Id, found, cancellationToken);
    }

    /// <summary>Takes all batches and disposes them; keeps the first records where the segment is among the first.</summary>
    internal async Task TakeAsync(SegmentId id, IAsyncEnumerable<RecordBatch> batches, CancellationToken cancellationToken)
    {
        var isSampled = id.Ordinal == 0 && id.Partition is < SampledPartitions or (>= RunPartitions.Gathered and < RunPartitions.Inputs);
        var sample = new List<ReadOnlyMemory<byte>>();
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            using (batch)
            {
                for (var i = 0; isSampled && i < batch.Count && sample.Count < SampledRecords; i++)
                    sample.Add(RecordJson.ToBytes(batch, batch.RowAt(i)));
            }
        }

        if (sample.Count > 0)
            await plans.SaveSampleAsync(id.RunId, id.Partition, sample, cancellationToken);
    }
}
