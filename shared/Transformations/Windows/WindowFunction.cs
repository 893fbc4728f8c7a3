using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Windows;

/// <summary>One window function over records that come partition by partition, each in its order. It gives one result a record, at the latest when the partition ends.</summary>
internal abstract class WindowFunction
{
    /// <summary>Where results go, in the order of the records.</summary>
    public WindowOutput Output { get; } = new();

    /// <summary>Takes the next record of the partition.</summary>
    /// <param name="values">The function's field in the batch at hand.</param>
    /// <param name="row">The record.</param>
    /// <param name="isPeer">Whether it is equal in the order to the one before.</param>
    /// <param name="scratch">Buffers for the value at hand.</param>
    public abstract void Add(Column values, int row, bool isPeer, Scratch scratch);

    /// <summary>Ends the partition; the next record begins another.</summary>
    public abstract void End();
}
