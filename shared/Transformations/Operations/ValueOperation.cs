using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations;

/// <summary>An operation on each value by itself. Null and absent values stay what they are.</summary>
/// <typeparam name="TParameters">As of <see cref="FieldOperation{TParameters}"/>.</typeparam>
internal abstract class ValueOperation<TParameters> : FieldOperation<TParameters>
    where TParameters : class
{
    /// <summary>Whether the operation is asked about null and absent values as well.</summary>
    protected virtual bool TakesMissing => false;

    public sealed override Column Apply(Column input, OperationRun run)
    {
        if (run.Output == input.Type && ApplyWhole(input) is { } whole)
            return whole;
        var result = new ValueBuilder(run.Output, input.Length);
        foreach (var row in run.Rows)
        {
            while (result.Count < row)
                result.AppendAbsent();
            if (!TakesMissing && !input.IsPresent(row))
            {
                result.AppendMissing(input, row);
                continue;
            }

            run.Row = row;
            if (Write(Value.At(input, row, run.Scratch), result, run) is not { } failure)
                continue;
            run.Fail(failure);
            result.AppendNull();
        }

        while (result.Count < input.Length)
            result.AppendAbsent();
        return result.Build();
    }

    /// <summary>The whole column in one pass, where the operation has one for what the column holds; else null.</summary>
    protected virtual Column? ApplyWhole(Column input) => null;

    /// <summary>Appends what becomes of a value, exactly one row; or appends nothing and says why.</summary>
    protected abstract OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run);
}
