using static DataAggregator.Core.Connectors.ErrorClass;

namespace DataAggregator.Core.Errors;

/// <summary>What destinations refuse: a record goes to the dead letters, a delivery fails.</summary>
internal static class RefusedErrors
{
    /// <summary>The codes.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        new("check_violation", Refused, "A check constraint does not hold.", "Correct the value, or the constraint."),
        new("column_missing", Refused, "The destination has no column for a field.", "Add the column, set create_table to true, or leave the field out."),
        new("constraint_violation", Refused, "A constraint does not hold.", "Correct the value, or the constraint."),
        new("date_out_of_range", Refused, "The destination cannot hold the date.", "Correct the value."),
        new("destination_changed", Refused, "Something else changed the destination meanwhile.", "Run again."),
        new("exclusion_violation", Refused, "An exclusion constraint does not hold.", "Correct the value, or what it collides with."),
        new("fenced", Refused, "The delivery was taken over by a later attempt, or is complete.", "Nothing needs to be done: the later attempt delivers."),
        new("foreign_key_violation", Refused, "The record refers to one that is not there.", "Load the other table first, or correct the key; then replay."),
        new("invalid_value", Refused, "The value is none of the column's type.", "Correct the value, or cast the field in a step."),
        new("not_null_violation", Refused, "A value is missing where the destination needs one.", "Add a default in a step, or correct the source."),
        new("not_prepared", Refused, "The delivery was not prepared.", "Run again."),
        new("not_xml", Refused, "XML cannot hold the value.", "Remove control characters in a step."),
        new("number_out_of_range", Refused, "The number has more digits than the column holds.", "Correct the value, or widen the column."),
        new("refused_by_trigger", Refused, "A trigger of the destination refused the record.", "See its message; correct the record, then replay."),
        new("superseded", Refused, "The delivery was taken over by a later attempt.", "Nothing needs to be done: the later attempt delivers."),
        new("too_long_for_excel", Refused, "A cell of a workbook cannot hold the text.", "Shorten it in a step, or write csv."),
        new("unique_violation", Refused, "A record of that key is there already.", "Use write_mode upsert or append_dedup, or correct the key."),
        new("value_too_long", Refused, "The text is longer than the column holds.", "Shorten it in a step, or widen the column."),
        new("value_too_large", Refused, "The value is larger than the destination can store or index.", "Shorten it, or drop the index."),
        new("zero_byte", Refused, "PostgreSQL stores no text with a zero byte.", "Remove the character in a step."),
    ];
}
