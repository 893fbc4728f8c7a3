using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>The fields of a validation step, the rule that their values must keep, and what becomes of records that break it.</summary>
internal sealed class FieldChecks(FieldValidation.Options options, string path, Problems problems)
{
    private readonly string rule = ValidationCatalogue.NameOf(options.ValidationType);
    private readonly Validation? validation = ValidationCatalogue.Create(options.ValidationType, options.Parameters, path, problems);

    /// <summary>The fields.</summary>
    public IReadOnlyList<NamedField> Fields { get; } = options.Fields(path, problems);

    /// <summary>The rule.</summary>
    public Validation Validation => validation ?? throw new InvalidOperationException("The validation was used though it has a problem.");

    /// <inheritdoc cref="ITransformation.Describe"/>
    public Schema Describe(Schema input, Problems found)
    {
        Validation.Describe(input, found);
        foreach (var named in Fields)
        {
            if (named.Field.Find(input, named.At, found) is { } field && options.OnFailure == OnFailure.Null && !named.Field.IsNested(input))
                input = input.Replace(named.Field.RootIndex(input), field with { Nullable = true });
        }

        return input;
    }

    /// <summary>Takes down what decides about records, and which fields may be emptied.</summary>
    public void Trace(LineageTrace trace)
    {
        FieldPath[] all = [.. Fields.Select(named => named.Field), .. Validation.Others];
        trace.Decides(InfluenceKind.Filter, all);
        foreach (var named in options.OnFailure == OnFailure.Null ? Fields : [])
            trace.Changed(named.Field, Validation.Others);
    }

    /// <summary>Checks all fields.</summary>
    public RecordBatch Apply(RecordBatch input, StepScope scope)
    {
        var current = input.Share();
        foreach (var named in Fields)
        {
            var next = Apply(current, named.Field, scope);
            current.Dispose();
            current = next;
        }

        return current;
    }

    /// <summary>Checks one field: records that fail are told off through <paramref name="scope"/>, or are without its value in the result.</summary>
    public RecordBatch Apply(RecordBatch input, FieldPath field, StepScope scope)
    {
        var values = field.Read(input, scope.Rows);
        Validation.Begin(input, scope);
        var failed = Check(field.Text, values, scope);
        var result = options.OnFailure == OnFailure.Null ? Nulled(input, field, values, failed, scope) : input.Share();
        Validation.End();
        values.Release();
        return result;
    }

    /// <summary>Does to failing records what the step says; gives them back where that is left to the caller.</summary>
    private Bitmap? Check(string field, Column values, StepScope scope)
    {
        Bitmap? failed = null;
        foreach (var row in scope.Rows)
        {
            Validation.Row = row;
            if (Validation.Check(Value.At(values, row, scope.Scratch), scope.Scratch) is not { } violation)
                continue;
            switch (violation == Violation.TimedOut ? OnFailure.Reject : options.OnFailure)
            {
                case OnFailure.Reject:
                    scope.Reject(row, field, rule, violation.Code, violation.Message);
                    break;
                case OnFailure.Warn:
                    scope.Warn(row);
                    break;
                case OnFailure.Drop:
                    scope.Filter(row);
                    break;
                case OnFailure.FailRun:
                    throw scope.Failure(row, field, violation.Code, violation.Message);
                default:
                    (failed ??= new Bitmap(values.Length)).Set(row);
                    break;
            }
        }

        return failed;
    }

    private static RecordBatch Nulled(RecordBatch batch, FieldPath path, Column values, Bitmap? failed, StepScope scope)
    {
        if (path.Find(batch.Schema) is not { } field)
            return batch.Share();
        var builder = ColumnBuilder.For(values.Type, values.Length);
        for (var row = 0; row < values.Length; row++)
        {
            if (failed is not null && failed[row] && !values.IsAbsent(row))
                builder.AppendNull();
            else
                builder.AppendFrom(values, row);
        }

        var index = path.RootIndex(batch.Schema);
        var nulled = builder.Build();
        if (!path.IsNested(batch.Schema))
            return batch.Replace(index, field with { Nullable = true }, nulled);
        var written = path.Write((BytesColumn)batch.Columns[index], nulled, scope.Rows);
        nulled.Release();
        return batch.Replace(index, batch.Schema[index], written);
    }
}
