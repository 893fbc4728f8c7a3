using System.Text.Json;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>The items of a list that is JSON, one after the other.</summary>
internal ref struct ListItems
{
    private readonly ReadOnlySpan<byte> list;
    private Utf8JsonReader reader;

    private ListItems(ReadOnlySpan<byte> list, Utf8JsonReader reader)
    {
        this.list = list;
        this.reader = reader;
    }

    /// <summary>The JSON of the item at hand.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Opens a list; false for what is none.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> json, out ListItems items)
    {
        var reader = new Utf8JsonReader(json, JsonPath.Parsing);
        reader.Read();
        items = new ListItems(json, reader);
        return reader.TokenType == JsonTokenType.StartArray;
    }

    /// <summary>Goes on to the next item; false after the last.</summary>
    public bool MoveNext()
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
            return false;
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        Current = list[start..(int)reader.BytesConsumed];
        return true;
    }
}
