using System.Text;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;

namespace DataAggregator.Transformations.Additions;

/// <summary>The same value in every record, its type that of the JSON it was written in.</summary>
internal sealed class Constant : Addition
{
    private readonly byte[] bytes;
    private readonly Decimal38 number;
    private readonly long integer;

    public Constant(JsonElement value, string path, Problems problems)
    {
        bytes = Encoding.UTF8.GetBytes(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
        Type = value.ValueKind switch
        {
            JsonValueKind.String => DataType.String,
            JsonValueKind.True or JsonValueKind.False => DataType.Bool,
            JsonValueKind.Number => value.TryGetInt64(out integer) ? DataType.Int64 : DataType.Decimal,
            _ => DataType.Json,
        };
        Nullable = value.ValueKind == JsonValueKind.Null;
        if (Type == DataType.Decimal && !Decimal38.TryParse(bytes, out number))
            problems.Add(path, "is a number of more than 38 digits.");
    }

    public override DataType Type { get; }

    public override bool Nullable { get; }

    public override Column Make(RecordBatch batch, StepScope scope)
    {
        var rows = batch.RowCount;
        if (Type == DataType.Int64)
            return Repeat(Type, integer, rows);
        if (Type is DataType.String || (Type is DataType.Json && !Nullable))
            return BytesColumn.Repeat(Type, bytes, rows);
        var builder = ColumnBuilder.For(Type, rows);
        for (var row = 0; row < rows; row++)
        {
            if (Nullable)
                builder.AppendNull();
            else if (builder is DecimalBuilder decimals)
                decimals.Append(number);
            else
                ((FixedBuilder<bool>)builder).Append(bytes[0] == 't');
        }

        return builder.Build();
    }
}
