using DataAggregator.Core.Transformations;

namespace DataAggregator.Transformations.Engine;

/// <summary>A step that needs something before its first record, such as the table of a join.</summary>
internal interface IPreparingStep : ITransformation
{
    /// <summary>Called once, before the first record.</summary>
    ValueTask PrepareAsync(TransformationResources resources, CancellationToken cancellationToken);
}
