using static DataAggregator.Core.Connectors.ErrorClass;

namespace DataAggregator.Core.Errors;

/// <summary>Why sources and steps reject a record, which goes to the dead letters.</summary>
internal static class RecordErrors
{
    /// <summary>The codes.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        new("aggregation_operand", Data, "An aggregate was asked of a value that it cannot take.", "Cast the field, or set on_missing."),
        new("calculation_operand", Data, "A value of a calculation is missing or no number.", "Cast the field, or set on_missing."),
        new("cell_error", Data, "A cell of the sheet holds an error.", "Correct the sheet."),
        new("cast_failed", Data, "The value cannot be cast.", "Correct the value, or cast to another type."),
        new("custom_function_limit", Data, "The function was stopped: it took too long, or too much memory.", "Simplify the function."),
        new("custom_function_result", Data, "The function gave a result that is none.", "Return an object, a list of them, or null."),
        new("enrichment_failed", Data, "The API that enriches did not answer as it should.", "Check the API; then replay."),
        new("enrichment_missing", Data, "The API that enriches does not know the record.", "Correct the key, or set on_missing."),
        new("expression_false", Data, "The expression of the rule does not hold.", "Correct the value, or the rule."),
        new("expression_type", Data, "A value is not of the type that the expression needs.", "Cast it in the expression."),
        new("field_exists", Data, "The field that the step makes is there already.", "Give the step another target."),
        new("formula_not_calculated", Data, "A formula of the sheet has no value.", "Open and save the file in a spreadsheet program."),
        new("invalid_character", Data, "The text holds a character that the format does not allow.", "Correct the source."),
        new("invalid_date", Data, "The value is no date of the stated form.", "Correct the value, or the rule's format."),
        new("invalid_email", Data, "The value is no e-mail address.", "Correct the value."),
        new("invalid_ip", Data, "The value is no IP address.", "Correct the value."),
        new("invalid_phone", Data, "The value is no phone number.", "Correct the value."),
        new("invalid_url", Data, "The value is no URL.", "Correct the value."),
        new("invalid_utf8", Data, "The text is not UTF-8.", "Set the encoding to what the file is written in."),
        new("invalid_uuid", Data, "The value is no UUID.", "Correct the value."),
        new("lookup_missing", Data, "The looked-up source has no such key.", "Correct the key, load the source, or set on_missing."),
        new("no_length", Data, "The value has no length.", "Apply the rule to texts or lists."),
        new("no_match", Data, "The value does not match the pattern.", "Correct the value, or the pattern."),
        new("not_a_number", Data, "The value is no number.", "Correct the value, or cast the field."),
        new("not_an_object", Data, "The value is no object, so it has no fields.", "Check data_path."),
        new("not_in_enum", Data, "The value is none of those allowed.", "Correct the value, or the list."),
        new("not_in_reference", Data, "The value does not occur in the other source.", "Load the other source, or correct the value."),
        new("not_unique", Data, "The value occurs more than once.", "Correct the source, or deduplicate."),
        new("null_value", Data, "The value is null.", "Correct the source, or add a default."),
        new("number_out_of_bounds", Data, "The number is outside of the rule's bounds.", "Correct the value, or the rule."),
        new("ragged_record", Data, "The record has more or fewer fields than there are columns.", "Check delimiter and quotes; short_records of CSV fills what is missing with null."),
        new("regex_timeout", Data, "The pattern takes too long on the value.", "Simplify the pattern."),
        new("repeated_header", Data, "The record repeats the header.", "Nothing is lost; where files were put together, leave out the headers but the first."),
        new("required_missing", Data, "A field that is required is missing.", "Correct the source, or add a default."),
        new("schema_too_deep", Data, "The value is nested deeper than the schema check goes.", "Flatten it."),
        new("schema_violation", Data, "The value does not fit the JSON schema.", "Correct the value, or the schema."),
        new("split_too_large", Data, "The records that one splits into would repeat too much of it.", "Remove what is not needed of its other fields before it is split."),
        new("text_missing", Data, "A cell refers to a text that is not there.", "Open and save the file in a spreadsheet program."),
        new("too_deep", Data, "The record is nested deeper than allowed.", "Flatten it at the source, or raise limits.max_depth of the file."),
        new("too_long", Data, "The value is too long for the rule.", "Correct the value, or the rule."),
        new("too_many_parts", Data, "The value splits into more parts than there are fields.", "Add fields, or set a limit."),
        new("too_short", Data, "The value is too short for the rule.", "Correct the value, or the rule."),
        new("type_mismatch", Data, "The value is not of the field's type.", "Correct the value, or declare another type in the source's schema."),
        new("unclosed_element", Data, "An element is not closed.", "Repair the document."),
        new("unclosed_quote", Data, "A quote is not closed.", "Check quote and escape."),
        new("unknown_entity", Data, "A reference of XML is unknown.", "Write &amp; for the character itself."),
        new("wrong_type", Data, "The value is of another type than the rule needs.", "Correct the value, or the rule."),
        new("wrong_uuid_version", Data, "The UUID is of another version.", "Correct the value, or the rule."),
    ];
}
