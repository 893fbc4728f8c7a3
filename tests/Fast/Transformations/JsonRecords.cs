using System.Text;
using System.Text.Json;
using DataAggregator.Core.Records;

namespace DataAggregator.Tests.Fast.Transformations;

/// <summary>Records as JSON for tests: a field takes the type that all its values have, else json.</summary>
internal static class JsonRecords
{
    public static RecordBatch Parse(string json, int partition = 0, long firstOrdinal = 0)
    {
        using var document = JsonDocument.Parse(json);
        var records = document.RootElement.EnumerateArray().ToList();
        var names = records.SelectMany(record => record.EnumerateObject()).Select(property => property.Name).Distinct().ToList();
        var fields = names.Select(name => new Field(name, TypeOf(records, name))).ToList();
        var columns = fields.Select(field => Column(records, field)).ToArray();
        return new RecordBatch(new Schema(fields), columns, records.Count, partition, firstOrdinal);
    }

    public static string Write(RecordBatch batch)
    {
        var records = Enumerable.Range(0, batch.Count).Select(i => Encoding.UTF8.GetString(RecordJson.ToBytes(batch, batch.RowAt(i))));
        return $"[{string.Join(",", records)}]";
    }

    private static DataType TypeOf(List<JsonElement> records, string name)
    {
        var types = records
            .Select(record => record.TryGetProperty(name, out var value) ? value : default)
            .Where(value => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
            .Select(value => value.ValueKind switch
            {
                JsonValueKind.String => DataType.String,
                JsonValueKind.True or JsonValueKind.False => DataType.Bool,
                JsonValueKind.Number => value.TryGetInt64(out _) ? DataType.Int64 : DataType.Decimal,
                _ => DataType.Json,
            })
            .Distinct()
            .ToList();
        if (types is [DataType.Int64, DataType.Decimal] or [DataType.Decimal, DataType.Int64])
            return DataType.Decimal;
        return types is [var type] ? type : DataType.Json;
    }

    private static Column Column(List<JsonElement> records, Field field)
    {
        var builder = ColumnBuilder.For(field.Type);
        foreach (var record in records)
        {
            if (!record.TryGetProperty(field.Name, out var value))
                builder.AppendAbsent();
            else if (value.ValueKind == JsonValueKind.Null)
                builder.AppendNull();
            else
                Append(builder, value);
        }

        return builder.Build();
    }

    private static void Append(ColumnBuilder builder, JsonElement value)
    {
        switch (builder)
        {
            case FixedBuilder<bool> bools:
                bools.Append(value.GetBoolean());
                break;
            case FixedBuilder<long> longs:
                longs.Append(value.GetInt64());
                break;
            case DecimalBuilder decimals:
                decimals.Append(Decimal38.Parse(value.GetRawText()));
                break;
            case BytesBuilder bytes:
                bytes.Append(builder.Type == DataType.Json ? value.GetRawText() : value.GetString()!);
                break;
        }
    }
}
