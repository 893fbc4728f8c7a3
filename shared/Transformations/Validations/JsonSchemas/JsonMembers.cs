using System.Text.Json;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary>Goes through the members of a JSON object, keys without their escapes.</summary>
internal ref struct JsonMembers
{
    private readonly ReadOnlySpan<byte> json;
    private Utf8JsonReader reader;

    public JsonMembers(ReadOnlySpan<byte> json)
    {
        this.json = json;
        reader = new Utf8JsonReader(json, JsonPath.Parsing);
        reader.Read();
    }

    /// <summary>The key at hand.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>The value at hand.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes to the next member; false after the last.</summary>
    public bool MoveNext()
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            return false;
        Key = reader.ValueIsEscaped ? Unescaped() : reader.ValueSpan;
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        Value = json[start..(int)reader.BytesConsumed];
        return true;
    }

    private readonly byte[] Unescaped()
    {
        var key = new byte[reader.ValueSpan.Length];
        return key[..reader.CopyString(key)];
    }
}
