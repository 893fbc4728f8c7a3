using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>
/// Carries through steps that need the whole run where records stand in the source, by which rejected ones are known: in a column before their fields, as
/// one number like a <see cref="Sequence"/>.
/// </summary>
internal static class RecordPlaces
{
    // No field of a record has a name with a zero in it.
    private static readonly Field PlaceField = new("\0place", DataType.Int64, Nullable: true);

    /// <summary>Whether that is a field of the record itself.</summary>
    public static bool IsOwn(Field field) => field.Name != PlaceField.Name;

    /// <summary>The schema without places.</summary>
    public static Schema Without(Schema schema) => Has(schema) ? schema.RemoveAt(0) : schema;

    /// <summary>The records with their places before their fields.</summary>
    public static RecordBatch Insert(RecordBatch batch, RowOrigins origins)
    {
        var places = new FixedBuilder<long>(DataType.Int64, batch.RowCount);
        for (var row = 0; row < batch.RowCount; row++)
            places.Append(origins.PlaceOf(row));
        return batch.Insert(0, PlaceField, places.Build());
    }

    /// <summary>The records without their places.</summary>
    /// <param name="placed">The records, with or without them.</param>
    /// <param name="state">What they are, where they have none.</param>
    /// <param name="origins">Where they stand; good as long as <paramref name="placed"/> is.</param>
    public static RecordBatch Remove(RecordBatch placed, RecordState state, out RowOrigins origins)
    {
        var batch = Has(placed.Schema) ? placed.RemoveAt(0) : placed.Share();
        origins = Has(placed.Schema) ? RowOrigins.Of(batch, (FixedColumn<long>)placed.Columns[0]) : RowOrigins.Of(batch, state);
        return batch;
    }

    private static bool Has(Schema schema) => schema.Count > 0 && !IsOwn(schema[0]);
}
