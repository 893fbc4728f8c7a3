using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>The values that an aggregate takes.</summary>
/// <param name="Field">The field; null where records are counted.</param>
/// <param name="Where">A field that decides which records are taken; null for all.</param>
/// <param name="Wanted">The encoded value that it must have.</param>
internal sealed record AggregateInput(FieldPath? Field, FieldPath? Where = null, byte[]? Wanted = null)
{
    /// <summary>The values of the batch, a reference of the caller's own: null in records that are not taken.</summary>
    public Column Read(RecordBatch batch, StepScope scope)
    {
        if (Field is null)
            return new FixedColumn<bool>(DataType.Bool, [], 0);
        var values = Field.Read(batch, scope.Rows);
        if (Where is null)
            return values;
        var deciding = Where.Read(batch, scope.Rows);
        // Several workers read at a time, so nothing is kept between batches.
        var keys = new EncodedKeys();
        new KeyEncoder(default(KeyOrder)).Encode([deciding], scope.Rows, keys, scope.Scratch);
        var builder = ColumnBuilder.For(values.Type, batch.RowCount);
        for (var i = 0; i < keys.Count; i++)
        {
            while (builder.Count < scope.Rows[i])
                builder.AppendNull();
            if (keys[i].SequenceEqual(Wanted))
                builder.AppendFrom(values, scope.Rows[i]);
            else
                builder.AppendNull();
        }

        while (builder.Count < batch.RowCount)
            builder.AppendNull();
        deciding.Release();
        values.Release();
        return builder.Build();
    }
}
