using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Fields;

/// <summary>Where the fields that steps make stand: in place of one of that name, else after their last source root, else at the end.</summary>
internal static class Placement
{
    /// <summary>The schema with <paramref name="field"/> in it.</summary>
    public static Schema Place(Schema schema, Field field, params ReadOnlySpan<FieldPath> sources) =>
        schema.IndexOf(field.Name) is >= 0 and var existing ? schema.Replace(existing, field) : schema.Insert(After(schema, sources), field);

    /// <summary>The records with <paramref name="column"/> in it, whose reference is taken over.</summary>
    public static RecordBatch Place(RecordBatch batch, Field field, Column column, params ReadOnlySpan<FieldPath> sources) =>
        batch.Schema.IndexOf(field.Name) is >= 0 and var existing ? batch.Replace(existing, field, column) : batch.Insert(After(batch.Schema, sources), field, column);

    private static int After(Schema schema, ReadOnlySpan<FieldPath> sources)
    {
        var last = -1;
        foreach (var source in sources)
            last = Math.Max(last, source.RootIndex(schema));
        return last < 0 ? schema.Count : last + 1;
    }
}
