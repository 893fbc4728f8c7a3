using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>Carries through a sort where records stand in the source, by which rejected ones are known: in two columns before their fields.</summary>
internal static class RecordPlaces
{
    // No field of a record has a name with a zero in it.
    private static readonly Field PartitionField = new("\0partition", DataType.Int64, Nullable: false);
    private static readonly Field OrdinalField = new("\0ordinal", DataType.Int64, Nullable: false);

    /// <summary>The records with their places before their fields.</summary>
    public static RecordBatch Insert(RecordBatch batch)
    {
        var (partitions, ordinals) = (new FixedBuilder<long>(DataType.Int64, batch.RowCount), new FixedBuilder<long>(DataType.Int64, batch.RowCount));
        for (var row = 0; row < batch.RowCount; row++)
        {
            partitions.Append(batch.Partition);
            ordinals.Append(batch.FirstOrdinal + row);
        }

        using var withOrdinals = batch.Insert(0, OrdinalField, ordinals.Build());
        return withOrdinals.Insert(0, PartitionField, partitions.Build());
    }

    /// <summary>The records without their places.</summary>
    /// <param name="placed">The records with them.</param>
    /// <param name="origins">Where they stand; good as long as <paramref name="placed"/> is.</param>
    public static RecordBatch Remove(RecordBatch placed, out RowOrigins origins)
    {
        using var withOrdinals = placed.RemoveAt(0);
        var batch = withOrdinals.RemoveAt(0);
        origins = RowOrigins.Of(batch, (FixedColumn<long>)placed.Columns[0], (FixedColumn<long>)placed.Columns[1]);
        return batch;
    }
}
