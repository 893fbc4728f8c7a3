using DataAggregator.Core.Records;

namespace DataAggregator.Tests.Integration.Connectors.PostgreSql;

/// <summary>Makes batches of rows, and rows of batches.</summary>
internal static class Rows
{
    /// <summary>A batch; values are what <see cref="Append"/> takes, null is null, <see cref="Absent"/> lacks the field.</summary>
    public static RecordBatch Batch(Schema schema, params object?[][] rows)
    {
        var builders = schema.Select(field => ColumnBuilder.For(field.Type)).ToArray();
        foreach (var row in rows)
        {
            for (var i = 0; i < builders.Length; i++)
                Append(builders[i], row[i]);
        }

        return new RecordBatch(schema, [.. builders.Select(builder => builder.Build())], rows.Length);
    }

    public static object Absent { get; } = new();

    public static async IAsyncEnumerable<RecordBatch> Stream(params RecordBatch[] batches)
    {
        foreach (var batch in batches)
        {
            await Task.Yield();
            yield return batch;
        }
    }

    /// <summary>The value as the column holds it: bool, long, double, Decimal38, string (text and JSON) or bytes in hex.</summary>
    public static object? Value(RecordBatch batch, int column, int row)
    {
        var values = batch.Columns[column];
        if (!values.IsPresent(row))
            return null;
        return values switch
        {
            FixedColumn<bool> bools => bools.Values[row],
            FixedColumn<double> doubles => doubles.Values[row],
            FixedColumn<long> longs => longs.Values[row],
            DecimalColumn decimals => decimals.Values[row].ToString(),
            BytesColumn { Type: DataType.Binary } bytes => Convert.ToHexString(bytes[row]),
            BytesColumn bytes => System.Text.Encoding.UTF8.GetString(bytes[row]),
            _ => throw new NotSupportedException(),
        };
    }

    private static void Append(ColumnBuilder builder, object? value)
    {
        switch (builder, value)
        {
            case (_, null):
                builder.AppendNull();
                break;
            case (_, object missing) when missing == Absent:
                builder.AppendAbsent();
                break;
            case (FixedBuilder<bool> bools, bool flag):
                bools.Append(flag);
                break;
            case (FixedBuilder<double> doubles, double number):
                doubles.Append(number);
                break;
            case (FixedBuilder<long> longs, _):
                longs.Append(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case (DecimalBuilder decimals, string digits):
                decimals.Append(Decimal38.Parse(digits));
                break;
            case (BytesBuilder bytes, byte[] raw):
                bytes.Append(raw);
                break;
            case (BytesBuilder bytes, string text):
                bytes.Append(text);
                break;
            default:
                throw new NotSupportedException($"{value} into {builder.Type}");
        }
    }
}
