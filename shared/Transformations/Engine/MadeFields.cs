using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine;

/// <summary>Room for the fields that a step makes. A source may show more fields while it is read than were known when the step was checked, of the same names too.</summary>
internal static class MadeFields
{
    /// <summary>The records without fields of these names; a record that has a value in one is rejected, so that none is lost unseen.</summary>
    public static RecordBatch MakeRoom(RecordBatch input, StepScope scope, string rule, params ReadOnlySpan<string> names)
    {
        var result = input.Share();
        foreach (var name in names)
        {
            if (result.Find(name) is not { } column)
                continue;
            foreach (var row in scope.Rows)
            {
                if (column.IsPresent(row))
                    scope.Reject(row, name, rule, "field_exists", $"the record has a field '{name}' already, which the step makes.");
            }

            using var before = result;
            result = before.RemoveAt(before.Schema.IndexOf(name));
        }

        return result;
    }
}
