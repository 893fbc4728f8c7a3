using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Expressions.Nodes;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>Values of type json. What is neither object nor list has no length and no keys.</summary>
internal static class JsonFunctions
{
    private const string Category = "json";
    private static readonly ExpressionError NoName = new("expression_type", "The name of a field in json_object is null or no text.");

    public static Function[] All { get; } =
    [
        Function.Of(Category, "The value at a path inside a json value, null where there is none.", "json_get(parse_json('{\"a\":[{\"b\":5}]}'), 'a[0].b')", "5",
            ("json_get(json: json, path: string) -> json?", Get)),
        Function.Of(Category, "The number of items of a list, or of fields of an object; null of anything else.", "json_length(parse_json('{\"a\":1,\"b\":2}'))", "2",
            ("json_length(json: json) -> int64?", Count)),
        Function.Of(Category, "The names of the fields of an object as a list; null of anything else.", "json_keys(parse_json('{\"a\":1,\"b\":2}'))", """["a","b"]""",
            ("json_keys(json: json) -> json?", Keys)),
        Function.Of(Category, "A list of the values, nulls included.", "json_array(1, 'a', null)", """[1,"a",null]""",
            ("json_array(values: any?...) -> json", Array)),
        WithNames(Function.Of(Category, "An object of names and values, nulls included. Of a name that is given twice, the last value stays.", "json_object('a', 1, 'b', null)", """{"a":1,"b":null}""",
            ("json_object(values: any?...) -> json", Object))),
        Function.Of(Category, "What a value is: null, bool, number, string, object, array, binary, date, time, timestamp or local_timestamp.", "type_of(parse_json('[1]'))", "\"array\"",
            ("type_of(value: any?) -> string", TypeOf)),
        Function.Operation(Category, "parse_json", [], "parse_json(text: any) -> json", "Text that is JSON, as the value that it stands for.", "parse_json('[1, 2.50]')", "[1,2.50]"),
    ];

    private static void Get(Invocation call)
    {
        var json = call.Bytes(0);
        if (call.Cached(1, FieldPath.ParseInner) is { } path && JsonPath.TryFind(json, path, out var range) && !json[range].SequenceEqual("null"u8))
            call.Return(json[range]);
        else
            call.ReturnNull();
    }

    private static void Count(Invocation call)
    {
        var reader = Open(call.Bytes(0));
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
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

    /// <summary>The function, whose arguments come in pairs of a name and a value.</summary>
    private static Function WithNames(Function function) => function with
    {
        Bind = call =>
        {
            if (call.Arguments.Length % 2 != 0)
                return call.Fail($"'{call.Name}' needs pairs of a name and a value: {call.Name}('id', id, 'city', address.city).");
            for (var i = 0; i < call.Arguments.Length; i += 2)
            {
                if (call.Arguments[i].Type is not (DataType.String or DataType.Json))
                    return call.Fail($"'{call.Name}' needs the name of a field here, which is text, not {Signature.TypeName(call.Arguments[i].Type)}.", i);
            }

            return function.Bind(call);
        },
    };

    private static void Object(Invocation call)
    {
        using var writer = new Utf8JsonWriter(call.Writer(), ConvertNode.Writing);
        writer.WriteStartObject();
        for (var i = 0; i < call.Count; i += 2)
        {
            var name = call.Value(i);
            if (name.Kind != ValueKind.Text)
            {
                call.Fail(NoName);
                return;
            }

            if (IsNamedAgain(call, i, name))
                continue;
            writer.WritePropertyName(name.Bytes);
            call.WriteJson(writer, i + 1);
            if (writer.BytesCommitted + writer.BytesPending > ResultBuilder.MaxTextLength)
                break;
        }

        writer.WriteEndObject();
        writer.Flush();
        call.ReturnWritten();
    }

    private static bool IsNamedAgain(Invocation call, int index, in Value name)
    {
        for (var i = index + 2; i < call.Count; i += 2)
        {
            var other = call.Value(i);
            if (other.Kind == ValueKind.Text && other.Bytes.SequenceEqual(name.Bytes))
                return true;
        }

        return false;
    }

    private static void TypeOf(Invocation call)
    {
        var value = call.Value(0);
        call.Return(value.Kind switch
        {
            ValueKind.Absent or ValueKind.Null => "null"u8,
            ValueKind.Bool => "bool"u8,
            ValueKind.Number or ValueKind.Double or ValueKind.HugeNumber => "number"u8,
            ValueKind.Text => "string"u8,
            ValueKind.Binary => "binary"u8,
            ValueKind.Structure => value.Bytes[0] == '[' ? "array"u8 : "object"u8,
            _ => MomentType(value.Type),
        });
    }

    private static ReadOnlySpan<byte> MomentType(DataType type) => type switch
    {
        DataType.Date => "date"u8,
        DataType.Time => "time"u8,
        DataType.Timestamp => "timestamp"u8,
        _ => "local_timestamp"u8,
    };

    private static Utf8JsonReader Open(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonPath.Parsing);
        reader.Read();
        return reader;
    }
}
