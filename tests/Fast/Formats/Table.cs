using System.Text;
using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Formats;
using DataAggregator.Formats.Json;

namespace DataAggregator.Tests.Fast.Formats;

/// <summary>Records of a random schema; its first column numbers them.</summary>
/// <param name="Types">The types of the other columns.</param>
/// <param name="Rows">A JSON text a value; null for an absent one.</param>
public sealed record Table(IReadOnlyList<DataType> Types, IReadOnlyList<IReadOnlyList<string?>> Rows)
{
    public RecordBatch ToBatch()
    {
        var schema = new Schema(Types.Select((type, column) => new Field(Name(column), type)).Prepend(new Field("n", DataType.Int64)));
        var text = new StringBuilder();
        for (var row = 0; row < Rows.Count; row++)
        {
            text.Append("{\"n\":").Append(row);
            for (var column = 0; column < Types.Count; column++)
            {
                if (Rows[row][column] is { } value)
                    text.Append(',').Append(JsonSerializer.Serialize(Name(column))).Append(':').Append(value);
            }

            text.Append("}\n");
        }

        var options = new ReadOptions { Schema = schema, Declared = schema.Select(field => field.Name).ToHashSet(), BatchRows = int.MaxValue, BatchBytes = int.MaxValue };
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        var read = new JsonReader(JsonFraming.Lines, options).ReadAsync(stream, default).ToBlockingEnumerable().Single();
        return read.Rejected.Count == 0 ? read.Batch : throw new InvalidOperationException(read.Rejected[0].Errors[0].Message);
    }

    public override string ToString() => $"{string.Join(',', Types)}: {string.Join(" | ", Rows.Select(row => string.Join("; ", row)))}";

    // Names that every format has to do something about.
    private static string Name(int column) => column switch { 0 => "a b", 1 => "@x", 2 => "Ü,\"q\"", 3 => "1:2", _ => $"c{column}" };
}
