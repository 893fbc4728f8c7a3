using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine;

/// <summary>The base of a step type that looks at one record after the other: <see cref="Apply"/> is called for each batch.</summary>
/// <typeparam name="TOptions">The settings: a sealed record whose properties carry a description.</typeparam>
internal abstract class Transformation<TOptions> : Step<TOptions>, IRowStep
    where TOptions : StepOptions
{
    RecordBatch IRowStep.Apply(RecordBatch input, StepScope scope) => Apply(Bound, input, scope);

    /// <inheritdoc cref="IRowStep.Apply"/>
    protected abstract RecordBatch Apply(TOptions options, RecordBatch input, StepScope scope);
}
