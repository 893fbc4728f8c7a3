using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine;

/// <summary>Records that wait until what came before them is through all steps.</summary>
/// <param name="Batch">The records.</param>
/// <param name="Origins">Where they come from.</param>
/// <param name="Step">The number of the step that they come to.</param>
/// <param name="Parts">What that step makes of the one record that this is, where it has begun to.</param>
internal sealed record WaitingPart(RecordBatch Batch, RowOrigins Origins, int Step, IEnumerator<(RecordBatch Batch, StepScope Scope)>? Parts) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Parts?.Dispose();
        Batch.Dispose();
    }
}
