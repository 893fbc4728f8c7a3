using System.Text.Json;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>JSON objects and arrays as bytes that are the same for equal ones: the order of an object's keys does not count, nor how a number is written.</summary>
internal static class StructureKey
{
    /// <summary>Writes an object or array.</summary>
    public static void Write(KeyBuffer buffer, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonPath.Parsing);
        var scratch = new Scratch();
        reader.Read();
        Write(buffer, json, ref reader, scratch);
    }

    private static void Write(KeyBuffer buffer, ReadOnlySpan<byte> json, ref Utf8JsonReader reader, Scratch scratch)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                buffer.Write(KeyClass.Array);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    Write(buffer, json, ref reader, scratch);
                buffer.Write(KeyClass.End);
                break;
            case JsonTokenType.StartObject:
                WriteObject(buffer, json, ref reader, scratch);
                break;
            default:
                KeyEncoder.Write(buffer, Value.OfJson(json[(int)reader.TokenStartIndex..(int)reader.BytesConsumed], scratch));
                break;
        }
    }

    private static void WriteObject(KeyBuffer buffer, ReadOnlySpan<byte> json, ref Utf8JsonReader reader, Scratch scratch)
    {
        var properties = new List<byte[]>();
        var property = new KeyBuffer();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            property.Clear();
            KeyEncoder.Write(property, Value.OfJson(json[(int)reader.TokenStartIndex..((int)reader.TokenStartIndex + reader.ValueSpan.Length + 2)], scratch));
            reader.Read();
            Write(property, json, ref reader, scratch);
            properties.Add(property.Written.ToArray());
        }

        properties.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        buffer.Write(KeyClass.Object);
        foreach (var encoded in properties)
            buffer.Write(encoded);
        buffer.Write(KeyClass.End);
    }
}
