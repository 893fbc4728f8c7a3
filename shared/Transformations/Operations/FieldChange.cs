using System.Text.Json;
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

    /// <summary>The change by the operation of that name, or null and a problem.</summary>
    public static FieldChange? Create(string operation, JsonElement? parameters, OnError onError, string path, Problems problems) =>
        OperationCatalogue.Create(operation, parameters, path, problems) is { } created ? new FieldChange(created, OperationCatalogue.NameOf(operation)!, onError, $"{path}.parameters") : null;

    /// <summary>The schema after the change of a field; adds a problem when the field is missing or cannot be taken.</summary>
    public Schema Describe(Schema input, NamedField operand, Problems problems)
    {
        if (operand.Field.Find(input, operand.At, problems) is not { } field)
            return input;
        foreach (var other in operation.Others)
            other.Find(input, at, problems);
        var output = Output(field, input, operand.At, problems);
        return operand.Field.IsNested(input) ? input : input.Replace(operand.Field.RootIndex(input), output);
    }

    /// <summary>The records with the field changed.</summary>
    public RecordBatch Apply(RecordBatch batch, FieldPath path, StepScope scope)
    {
        if (path.Find(batch.Schema) is not { } field)
            return batch.Share();
        var ignored = new Problems();
        var others = operation.Others.Select(other => other.Read(batch, scope.Rows)).ToList();
        var values = path.Read(batch, scope.Rows);
        var run = new OperationRun(scope, Operated(field, batch.Schema, "", ignored).Type, others);
        var changed = operation.Apply(values, run);
        foreach (var other in others)
            other.Release();

        var output = Output(field, batch.Schema, "", ignored);
        var nested = path.IsNested(batch.Schema);
        changed = Settle(changed, values, run, path.Text, nested ? DataType.Json : output.Type, scope);
        values.Release();
        var index = path.RootIndex(batch.Schema);
        if (!nested)
            return batch.Replace(index, output, changed);
        var written = path.Write((BytesColumn)batch.Columns[index], changed, scope.Rows);
        changed.Release();
        return batch.Replace(index, batch.Schema[index], written);
    }

    private Field Operated(Field field, Schema schema, string path, Problems problems) =>
        operation.Describe(field, [.. operation.Others.Select(other => other.Find(schema) ?? new Field(other.Text, DataType.Json))], path, problems);

    private Field Output(Field field, Schema schema, string path, Problems problems)
    {
        var output = Operated(field, schema, path, problems);
        return onError switch
        {
            OnError.Null => output with { Nullable = true },
            OnError.Keep when output.Type != field.Type => output with { Type = DataType.Json },
            _ => output,
        };
    }

    /// <summary>The changed column with the failures done with, of the type wanted; takes <paramref name="changed"/> over.</summary>
    private Column Settle(Column changed, Column values, OperationRun run, string field, DataType wanted, StepScope scope)
    {
        if (onError == OnError.Reject)
        {
            foreach (var (row, failure) in run.Failures)
                scope.Reject(row, field, name, failure.Code, failure.Message);
        }

        var keeps = onError == OnError.Keep && run.Failures.Count > 0;
        if (changed.Type == wanted && !keeps)
            return changed;
        var result = new ValueBuilder(wanted, changed.Length);
        var next = 0;
        for (var row = 0; row < changed.Length; row++)
        {
            var kept = keeps && next < run.Failures.Count && run.Failures[next].Row == row;
            if (kept)
                next++;
            result.Append(Value.At(kept ? values : changed, row, scope.Scratch));
        }

        changed.Release();
        return result.Build();
    }
}
