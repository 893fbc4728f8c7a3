using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations;

/// <summary>An operation as a step applies it to fields: what it cannot take is rejected, emptied or kept.</summary>
internal sealed class FieldChange
{
    private readonly FieldOperation operation;
    private readonly string name;
    private readonly OnError onError;
    private readonly string at;

    private FieldChange(FieldOperation operation, string name, OnError onError, string at)
    {
        this.operation = operation;
        this.name = name;
        this.onError = onError;
        this.at = at;
    }

    /// <summary>The fields that it looks at beside the one that is changed.</summary>
    public IReadOnlyList<FieldPath> Others => operation.Others;

    /// <summary>The change by the operation of that name, or null and a problem.</summary>
    public static FieldChange? Create(string operation, JsonElement? parameters, OnError onError, string path, Problems problems) =>
        OperationCatalogue.Create(operation, parameters, path, problems) is { } created ? new FieldChange(created, OperationCatalogue.NameOf(operation)!, onError, $"{path}.parameters") : null;

    /// <summary>The change by an operation that the caller knows, its parameters written at <paramref name="path"/> itself.</summary>
    public static FieldChange Known(string operation, JsonObject parameters, OnError onError, string path, Problems problems)
    {
        var known = OperationCatalogue.Make(operation);
        known.Bind(JsonSerializer.SerializeToElement(parameters), path, problems);
        return new FieldChange(known, operation, onError, path);
    }

    /// <summary>The schema after the change of a field; adds a problem when the field is missing or cannot be taken.</summary>
    public Schema Describe(Schema input, NamedField operand, Problems problems)
    {
        if (operand.Field.Find(input, operand.At, problems) is not { } field)
            return input;
        var output = Describe(field, input, operand.At, problems);
        return operand.Field.IsNested(input) ? input : input.Replace(operand.Field.RootIndex(input), output);
    }

    /// <summary>The field that comes out of <paramref name="field"/>; adds a problem when it cannot be taken, or another that the operation reads is missing.</summary>
    public Field Describe(Field field, Schema schema, string path, Problems problems)
    {
        foreach (var other in operation.Others)
            other.Find(schema, at, problems);
        var output = Operated(field, schema, path, problems);
        return onError switch
        {
            OnError.Null => output with { Nullable = true },
            OnError.Keep when output.Type != field.Type => output with { Type = DataType.Json },
            _ => output,
        };
    }

    /// <summary>The records with the field changed.</summary>
    public RecordBatch Apply(RecordBatch batch, FieldPath path, StepScope scope)
    {
        if (path.Find(batch.Schema) is not { } field)
            return batch.Share();
        var values = path.Read(batch, scope.Rows);
        var changed = Change(values, field, path.Text, batch, scope);
        values.Release();
        var index = path.RootIndex(batch.Schema);
        if (!path.IsNested(batch.Schema))
            return batch.Replace(index, Describe(field, batch.Schema, "", []), changed);
        var json = As(DataType.Json, changed, scope.Scratch);
        var written = path.Write((BytesColumn)batch.Columns[index], json, scope.Rows);
        json.Release();
        return batch.Replace(index, batch.Schema[index], written);
    }

    /// <summary>What becomes of a column of the batch, of the type described; the caller keeps <paramref name="values"/>.</summary>
    public Column Change(Column values, Field field, string name, RecordBatch batch, StepScope scope)
    {
        var others = operation.Others.Select(other => other.Read(batch, scope.Rows)).ToList();
        var run = new OperationRun(scope, Operated(field, batch.Schema, "", []).Type, others);
        var changed = operation.Apply(values, run);
        foreach (var other in others)
            other.Release();
        if (onError == OnError.Reject)
        {
            foreach (var (row, failure) in run.Failures)
                scope.Reject(row, name, this.name, failure.Code, failure.Message);
        }

        var wanted = Describe(field, batch.Schema, "", []).Type;
        return onError == OnError.Keep && run.Failures.Count > 0 ? Kept(wanted, changed, values, run) : As(wanted, changed, scope.Scratch);
    }

    private Field Operated(Field field, Schema schema, string path, Problems problems) =>
        operation.Describe(field, [.. operation.Others.Select(other => other.Find(schema) ?? new Field(other.Text, DataType.Json))], path, problems);

    /// <summary>The column as another type that holds its values; takes <paramref name="column"/> over.</summary>
    private static Column As(DataType type, Column column, Scratch scratch)
    {
        if (column.Type == type)
            return column;
        var result = new ValueBuilder(type, column.Length);
        for (var row = 0; row < column.Length; row++)
            result.Append(Value.At(column, row, scratch));
        column.Release();
        return result.Build();
    }

    /// <summary>The changed column with the old values in the rows that failed; takes <paramref name="changed"/> over.</summary>
    private static Column Kept(DataType type, Column changed, Column values, OperationRun run)
    {
        var result = new ValueBuilder(type, changed.Length);
        var next = 0;
        for (var row = 0; row < changed.Length; row++)
        {
            var kept = next < run.Failures.Count && run.Failures[next].Row == row;
            if (kept)
                next++;
            result.Append(Value.At(kept ? values : changed, row, run.Scratch));
        }

        changed.Release();
        return result.Build();
    }
}
