using static DataAggregator.Core.Connectors.ErrorClass;

namespace DataAggregator.Core.Errors;

/// <summary>Errors that stay until somebody changes a setting, a right or a table.</summary>
internal static class SettingsErrors
{
    /// <summary>The codes.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        new("address_not_allowed", Settings, "The address is private, and private addresses may not be dialled.", "Use a public address, or set DATAAGGREGATOR_ALLOW_PRIVATE_NETWORK=true on the server."),
        new("all_records_refused", Settings, "The destination refuses every record for one and the same reason.", "Correct what the message names: the table, the field's type or the steps before."),
        new("authentication_failed", Settings, "The system does not know the credentials.", "Check user name, password, key or token."),
        new("cannot_append", Settings, "The file that is there cannot be added to.", "Set write_mode to replace, or name another file."),
        new("connector_missing", Settings, "The saved connector that a trigger names is gone.", "Give the trigger another one."),
        new("connector_unavailable", Settings, "The connector is not available in this installation.", "Follow the install hint of the connector type."),
        new("cursor_field_missing", Settings, "The source has no such cursor field.", "Check incremental.cursor_field."),
        new("cursor_type", Settings, "The values of the cursor field have no order.", "Choose a number, date, timestamp or text, or declare the type under schema.fields."),
        new("data_path_not_found", Settings, "The answer has nothing at data_path.", "Compare data_path with an answer of the API."),
        new("data_path_required", Settings, "The answer has several lists, and none is named.", "Set data_path to the list of records."),
        new("database_missing", Settings, "The server has no database of that name.", "Check database."),
        new("definition_lost", Settings, "The definition of the run is gone.", "Run the file again."),
        new("delivery_uncertain", Settings, "Nobody knows whether a replay that failed delivered its records.", "Look whether the destination holds them and discard those; release the rest with \"confirm\": true."),
        new("duplicate_column", Settings, "Two columns or fields have one name.", "Rename one of them in the query or in a step."),
        new("enrichment_unavailable", Settings, "Enrichment is not possible here.", "Leave the step out, or run the pipeline on a server."),
        new("file_not_found", Settings, "There is no such file.", "Check path; relative paths are against the files directory."),
        new("generated_column", Settings, "The server generates the column, so it cannot be written.", "Leave the field out or rename it."),
        new("identifier_too_long", Settings, "The name is longer than the database allows.", "Give the field or table a shorter name."),
        new("incompatible_column", Settings, "The column cannot take values of the field's type.", "Cast the field, change the column's type, or write to another table."),
        new("incompatible_schema", Settings, "The declared type does not fit what the source has.", "Leave the field out of schema.fields, and cast it in a step."),
        new("invalid_host", Settings, "The host is no host name.", "Check host or url."),
        new("invalid_identifier", Settings, "The name cannot be that of a table or column.", "Use another name."),
        new("invalid_table", Settings, "The name of the table cannot be read.", "Write orders, or sales.orders."),
        new("key_missing", Settings, "What tells records apart is missing.", "Check primary_key, and create a unique index where the destination needs one."),
        new("lineage_field_taken", Settings, "The records have a field that lineage_columns writes.", "Remove or rename the field in a step, or leave lineage_columns out."),
        new("no_fields", Settings, "The records have no fields.", "Check data_path and the steps that remove fields."),
        new("not_a_file", Settings, "The path is a folder.", "Name a file in it."),
        new("not_a_table", Settings, "What is named is a view, not a table.", "Name the table below it."),
        new("not_found", Settings, "What is named does not exist.", "Check the url, or the id of what was deleted."),
        new("parameter_missing", Settings, "A placeholder has no value.", "Give the parameter when starting the run, or a default under parameters."),
        new("path_not_allowed", Settings, "The path is outside of the folders that may be opened.", "Put the file into the files directory, or have DATAAGGREGATOR_FILE_ROOTS extended."),
        new("permission_denied", Settings, "The user lacks a right.", "Grant the right, or use another user."),
        new("read_only", Settings, "The database is read-only.", "Use the primary server."),
        new("redirect_refused", Settings, "The API sent the request on to another host.", "Set the url to that host."),
        new("replay_impossible", Settings, "The records cannot be replayed through these steps.", "Run the pipeline again."),
        new("request_refused", Settings, "The API does not take the request.", "Check url, params, headers and pagination."),
        new("required_column_missing", Settings, "A column that must not be null has no field.", "Add the field in a step, or give the column a default."),
        new("response_too_large", Settings, "The answer is larger than allowed.", "Ask for smaller pages."),
        new("run_not_found", Settings, "There is no such run.", "Check the id."),
        new("schema_missing", Settings, "The database has no schema of that name.", "Create it, or check schema and table."),
        new("sheet_not_found", Settings, "The workbook has no such sheet.", "Check excel.sheet."),
        new("state_mismatch", Settings, "The state follows another field than incremental.cursor_field.", "Execute with full_refresh, or reset or set the state."),
        new("state_missing", Settings, "Nothing is known of what was loaded before, but the destination holds records.", "Set the state, load everything with replace, upsert or append_dedup, or execute with confirm to append all the same."),
        new("statement_refused", Settings, "The database refused a statement.", "See the message; correct the query or the table."),
        new("table_missing", Settings, "The database has no such table.", "Create it, check schema and table, or set create_table to true."),
        new("table_required", Settings, "What to read or write is missing.", "Set table or query."),
        new("tls_failed", Settings, "No secure connection could be made.", "Check the server's certificate and its authority."),
        new("tls_unavailable", Settings, "The server offers no encrypted connections.", "Set ssl_mode to prefer or disable."),
        new("too_many_rows", Settings, "The file cannot hold so many records.", "Write csv, or filter the records."),
        new("unknown_connector_type", Settings, "There is no such connector type.", "See GET /connector-types."),
        new("validation_failed", Settings, "The definition is invalid.", "Correct the setting that the message names, and run again."),
        new("wrong_capability", Settings, "The connector cannot be used in that place.", "Use a connector that has the capability."),
    ];
}
