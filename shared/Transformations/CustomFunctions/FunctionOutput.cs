using System.Text.Json;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>Collects what a custom function gives for the records of a batch.</summary>
internal sealed class FunctionOutput
{
    private readonly Schema schema;
    private readonly FunctionField[] fields;
    private readonly List<int> parents = [];

    public FunctionOutput(Schema schema, RecordBatch input, FunctionInput writer)
    {
        this.schema = schema;
        fields = [.. schema.Select(field => new FunctionField(field, writer))];
        foreach (var field in fields)
            field.Begin(input.Find(field.Name));
    }

    /// <summary>The row that each record so far came of.</summary>
    public int[] Parents => [.. parents];

    /// <summary>Takes what the function gave for a row: a record or a list of them, as JSON.</summary>
    /// <exception cref="FunctionStoppedException">It is something else, or does not fit the fields; nothing of it was taken.</exception>
    public void Add(string json, int row)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1024 });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Array)
        {
            Check(root);
            Append(root, row);
            return;
        }

        foreach (var record in root.EnumerateArray())
            Check(record);
        foreach (var record in root.EnumerateArray())
            Append(record, row);
    }

    /// <summary>The records.</summary>
    public RecordBatch Build(RecordBatch input) =>
        new(schema, [.. fields.Select(field => field.Build())], parents.Count, input.Partition, input.FirstOrdinal);

    private void Check(JsonElement record)
    {
        if (record.ValueKind != JsonValueKind.Object)
            throw FunctionStoppedException.NoRecord();
        foreach (var property in record.EnumerateObject())
        {
            var index = schema.IndexOf(property.Name);
            if (index < 0)
                throw new FunctionStoppedException(FunctionStoppedException.Result, $"The function gave a field '{property.Name}' that the records do not have; declare it in output_fields.");
            if (!fields[index].Fits(property.Value))
                throw new FunctionStoppedException(FunctionStoppedException.Result, $"The function gave a value for '{property.Name}' that is not {DeclaredSchema.NameOf(schema[index].Type)}; declare another type in output_fields, or json for any.");
        }
    }

    private void Append(JsonElement record, int row)
    {
        foreach (var field in fields)
        {
            if (record.TryGetProperty(field.Name, out var value))
                field.Append(value, row);
            else
                field.AppendAbsent();
        }

        parents.Add(row);
    }
}
