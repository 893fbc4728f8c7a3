using System.Buffers;
using System.Text.Json;
using DataAggregator.Transformations.Expressions.Nodes;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>Objects and lists. What is neither has no length, no keys and no items.</summary>
internal static class JsonFunctions
{
    private const string Category = "json";
    private const string List = "list";

    public static Function[] All { get; } =
    [
        Function.Of(Category, "The value at a path inside a json value, null where there is none.", "json_get(parse_json('{\"a\":[{\"b\":5}]}'), 'a[0].b')", "5",
            ("json_get(json: json, path: string) -> json?", Get)),
        Function.Of(Category, "The number of items of a list, or of fields of an object; null of anything else.", "json_length(parse_json('{\"a\":1,\"b\":2}'))", "2",
            ("json_length(json: json) -> int64?", static call => Count(call, objects: true))),
        Function.Of(Category, "The names of the fields of an object as a list; null of anything else.", "json_keys(parse_json('{\"a\":1,\"b\":2}'))", """["a","b"]""",
            ("json_keys(json: json) -> json?", Keys)),
        Function.Of(Category, "A list of the values, nulls included.", "json_array(1, 'a', null)", """[1,"a",null]""",
            ("json_array(values: any?...) -> json", Array)),
        Function.Operation(Category, "parse_json", [], "parse_json(text: any) -> json", "Text that is JSON, as the value that it stands for.", "parse_json('[1, 2.50]')", "[1,2.50]"),
        Function.Of(List, "Whether a list has the value in it; false of what is no list.", "array_contains(split('a,b', ','), 'b')", "true",
            ("array_contains(list: json, value: any) -> bool", Contains)),
        Function.Of(List, "The number of items of a list; null of anything else.", "array_length(json_array(1, 2, 3))", "3",
            ("array_length(list: json) -> int64?", static call => Count(call, objects: false))),
        Function.Of(List, "The items of a list as text with a separator between two, nulls left out; null of what is no list.", "join_text(json_array('a', 1, null), '; ')", "\"a; 1\"",
            ("join_text(list: json, separator: string) -> string?", Join)),
    ];

    private static void Get(Invocation call)
    {
        var json = call.Bytes(0);
        if (call.Cached(1, FieldPath.ParseInner) is { } path && JsonPath.TryFind(json, path, out var range) && !json[range].SequenceEqual("null"u8))
            call.Return(json[range]);
        else
            call.ReturnNull();
    }

    private static void Count(Invocation call, bool objects)
    {
        var reader = Open(call.Bytes(0));
        if (reader.TokenType != JsonTokenType.StartArray && !(objects && reader.TokenType == JsonTokenType.StartObject))
        {
            call.ReturnNull();
            return;
        }

        var count = 0L;
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
        {
            // Of a field, the name is passed over, and its value counts.
            if (reader.TokenType == JsonTokenType.PropertyName)
                continue;
            reader.Skip();
            count++;
        }

        call.Return(count);
    }

    private static void Keys(Invocation call)
    {
        var reader = Open(call.Bytes(0));
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            call.ReturnNull();
            return;
        }

        using var writer = new Utf8JsonWriter(call.Writer(), ConvertNode.Writing);
        writer.WriteStartArray();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            writer.WriteStringValue(reader.GetString());
            reader.Read();
            reader.Skip();
        }

        writer.WriteEndArray();
        writer.Flush();
        call.ReturnWritten();
    }

    private static void Array(Invocation call)
    {
        using var writer = new Utf8JsonWriter(call.Writer(), ConvertNode.Writing);
        writer.WriteStartArray();
        for (var i = 0; i < call.Count; i++)
        {
            call.WriteJson(writer, i);
            if (writer.BytesCommitted + writer.BytesPending > ResultBuilder.MaxTextLength)
                break;
        }

        writer.WriteEndArray();
        writer.Flush();
        call.ReturnWritten();
    }

    private static void Contains(Invocation call)
    {
        var list = call.Bytes(0);
        var wanted = call.Value(1);
        var reader = Open(list);
        var found = false;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (!found && TryReadItem(ref reader, list, out var item))
                found = ValueOrder.Compare(Value.OfJson(item, call.Scratch), wanted) == 0;
        }

        call.Return(found);
    }

    private static void Join(Invocation call)
    {
        var list = call.Bytes(0);
        var reader = Open(list);
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            call.ReturnNull();
            return;
        }

        var result = call.Writer();
        Span<byte> room = stackalloc byte[ValueText.Room];
        var any = false;
        while (TryReadItem(ref reader, list, out var item))
        {
            var value = Value.OfJson(item, call.Scratch);
            if (ValueOrder.IsNull(value))
                continue;
            if (any)
                result.Write(call.Bytes(1));
            any = true;
            result.Write(ValueText.Of(value, room));
        }

        call.ReturnWritten();
    }

    private static bool TryReadItem(ref Utf8JsonReader reader, ReadOnlySpan<byte> list, out ReadOnlySpan<byte> item)
    {
        item = default;
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
            return false;
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        item = list[start..(int)reader.BytesConsumed];
        return true;
    }

    private static Utf8JsonReader Open(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonPath.Parsing);
        reader.Read();
        return reader;
    }
}
