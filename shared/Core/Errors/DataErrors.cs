using static DataAggregator.Core.Connectors.ErrorClass;

namespace DataAggregator.Core.Errors;

/// <summary>Errors in what was read: never retried.</summary>
internal static class DataErrors
{
    /// <summary>The codes.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        new("cursor_null", Data, "A record has no value in the cursor field, and null_policy is fail.", "Correct the source, or set incremental.null_policy to include or exclude."),
        new("cursor_too_coarse", Data, "More records have the newest value of the cursor field than can be remembered.", "Take a cursor field with finer values, or set incremental.lookback with write_mode upsert or append_dedup."),
        new("cursor_type_changed", Data, "The cursor field has values of another type than before.", "Declare the type under schema.fields, or set the state anew."),
        new("dtd_not_allowed", Data, "The XML document has a DOCTYPE.", "Remove the DOCTYPE."),
        new("enrichment_unreadable", Data, "The answer to an enrichment cannot be read.", "Check the url of the step."),
        new("expands_too_much", Data, "What is compressed grows beyond reason.", "If the file is genuine, raise limits.max_expansion or decompress it first."),
        new("expectation_failed", Data, "The records of the run are not what the pipeline expects.", "The run's expectations say what was found; look at its profile, then correct the source, the rules or the expectation."),
        new("file_damaged", Data, "The file is damaged.", "Get it again."),
        new("group_too_large", Data, "The values of one group are too many to become one value, as list, concat and include_details make of them.", "Group by more fields, or filter records before. A quarter of DATAAGGREGATOR_MEMORY_BUDGET is the most that one may take, up to 128 MB."),
        new("input_unreadable", Data, "A record of an input of a join or lookup cannot be read.", "Correct that source: a join with part of it would be wrong."),
        new("invalid_encoding", Data, "The text is not in the stated encoding.", "Set csv.encoding to what the file is written in."),
        new("invalid_json", Data, "The text is not valid JSON.", "Repair the file."),
        new("invalid_next_url", Data, "The address of the next page cannot be read.", "Check pagination.next_url_path."),
        new("invalid_xml", Data, "The text is not valid XML.", "Repair the document."),
        new("next_url_refused", Data, "The next page is on another host.", "Set the url to the host that the API names."),
        new("no_records", Data, "Nothing was read, where the runs before read records.", "Check whether the source is meant to be empty."),
        new("not_an_array", Data, "What stands at data_path is no list.", "Compare data_path with an answer of the API."),
        new("record_too_large", Data, "A record is longer than allowed.", "Check whether the format and its quotes are right; if they are, raise limits.max_record_bytes of the file."),
        new("repeated_page", Data, "The API gave the same page twice.", "Check the names of the paging parameters."),
        new("repeated_token", Data, "The token of the next page led to itself.", "Check cursor_path or next_url_path."),
        new("schema_drift", Data, "The fields of the source differ from what is known of them.", "Accept what the run saw (PUT /pipelines/{id}/schema), or set schema_evolution to evolve, freeze or quarantine."),
        new("source_changed", Data, "The source changed while it was read.", "Run again; write files under another name and rename them."),
        new("too_many_errors", Data, "More records were rejected than error_handling.max_errors allows.", "Look at the rejected records, correct the rules or the source, and run again."),
        new("too_many_fields", Data, "A record has more fields than allowed.", "Check the format; if it is right, raise limits.max_fields of the file."),
        new("too_many_pages", Data, "There are more pages than pagination.max_pages.", "Raise pagination.max_pages, or remove it."),
        new("too_many_texts", Data, "The workbook holds more texts than allowed.", "Save it as CSV, or raise limits.max_shared_bytes of the file."),
        new("truncated_json", Data, "The JSON text ends too early.", "Get the file again."),
        new("truncated_xml", Data, "The XML document ends too early.", "Get the file again."),
        new("workbook_binary", Data, "The workbook is of the binary form .xlsb.", "Save it as .xlsx."),
        new("workbook_damaged", Data, "The workbook is damaged.", "Open and save it in a spreadsheet program."),
        new("workbook_encrypted", Data, "The workbook has a password.", "Save it without one."),
        new("workbook_too_large", Data, "The workbook is larger than allowed.", "Save it as CSV."),
        new("workbook_too_old", Data, "The workbook is of a format that is too old.", "Save it as .xlsx."),
    ];
}
