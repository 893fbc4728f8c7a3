using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine;

/// <summary>A step that looks at one record after the other.</summary>
internal interface IRowStep : ITransformation
{
    /// <summary>
    /// The records of <paramref name="input"/> as the step leaves them. Rows are told off through <paramref name="scope"/>, never removed; a
    /// step that makes several records of one says through <see cref="StepScope.Expand"/> which came of which.
    /// </summary>
    RecordBatch Apply(RecordBatch input, StepScope scope);
}
