using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Additions;

/// <summary>A way to make the values of a new field.</summary>
internal abstract class Addition
{
    /// <summary>The type of the values.</summary>
    public abstract DataType Type { get; }

    /// <summary>Whether a value may be null.</summary>
    public virtual bool Nullable => false;

    /// <summary>The fields that the values are made of.</summary>
    public virtual FieldPath[] Sources => [];

    /// <summary>The values for every row of the batch.</summary>
    public abstract Column Make(RecordBatch batch, StepScope scope);

    /// <summary>The same number in every row.</summary>
    protected static FixedColumn<long> Repeat(DataType type, long value, int rows)
    {
        var values = System.Buffers.ArrayPool<long>.Shared.Rent(Math.Max(rows, 1));
        values.AsSpan(0, rows).Fill(value);
        return new FixedColumn<long>(type, values, rows);
    }
}
