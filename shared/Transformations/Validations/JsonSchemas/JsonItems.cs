using System.Text.Json;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary>Goes through the items of a JSON array.</summary>
internal ref struct JsonItems
{
    private readonly ReadOnlySpan<byte> json;
    private Utf8JsonReader reader;

    public JsonItems(ReadOnlySpan<byte> json)
    {
        this.json = json;
        reader = new Utf8JsonReader(json, JsonPath.Parsing);
        reader.Read();
    }

    /// <summary>The item at hand.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes to the next item; false after the last.</summary>
    public bool MoveNext()
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
            return false;
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        Value = json[start..(int)reader.BytesConsumed];
        return true;
    }
}
