using System.Text.Json;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Structures;

/// <summary>Reads values as JSON: those of json fields as they are, text as JSON text.</summary>
internal static class JsonValues
{
    /// <summary>The failure of text that is no JSON.</summary>
    public static readonly OperationFailure NotJson = new("not_json", "The value is no JSON.");

    /// <summary>The failure of a value that is no object or list.</summary>
    public static readonly OperationFailure NotStructure = new("not_a_structure", "The value is no JSON object or list, nor text of one.");

    /// <summary>The JSON of a structure, or of text that is JSON.</summary>
    public static bool TryRead(in Value value, out ReadOnlySpan<byte> json)
    {
        json = value.Bytes;
        if (value.Kind == ValueKind.Structure)
            return true;
        json = json.Trim(" \t\r\n"u8);
        return value.Kind == ValueKind.Text && IsJson(json);
    }

    /// <summary>As <see cref="TryRead"/>, for what must be an object or a list.</summary>
    public static bool TryReadStructure(in Value value, out ReadOnlySpan<byte> json) => TryRead(value, out json) && json[0] is (byte)'{' or (byte)'[';

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, JsonPath.Parsing);
        try
        {
            while (reader.Read())
            {
                // Reading to the end is what finds errors.
            }

            return text.Length > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
