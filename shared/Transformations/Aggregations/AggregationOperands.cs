using DataAggregator.Core.Records;
using DataAggregator.Transformations.Calculations;
using DataAggregator.Transformations.Engine;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>Rejects records with a value that an aggregated field does not take.</summary>
internal static class AggregationOperands
{
    /// <summary>Looks at the values of a field in those rows of the batch.</summary>
    public static void Reject(AggregatedField field, Column values, ReadOnlySpan<int> rows, StepScope scope)
    {
        var isFine = field.OnMissing is null && (!field.NeedsNumbers || values.Type is DataType.Int64 or DataType.Decimal);
        if (isFine || field.CountsRecords || field.OnMissing is OnMissingOperand.Skip or OnMissingOperand.Zero)
            return;
        foreach (var row in rows)
        {
            var state = Operand.At(values, row, scope.Scratch, out _);
            if (state == OperandState.OutOfRange && field.NeedsNumbers)
                scope.Reject(row, field.InputField, "aggregation", "number_out_of_range", $"'{field.InputField}' is a number that 38 digits do not hold.");
            else if ((state == OperandState.NotNumeric && field.NeedsNumbers) || (state == OperandState.Missing && field.OnMissing == OnMissingOperand.Reject))
                scope.Reject(row, field.InputField, "aggregation", "aggregation_operand", Message(field, state));
        }
    }

    private static string Message(AggregatedField field, OperandState state) => state == OperandState.Missing
        ? $"'{field.InputField}' has no value. Mend the record, or set on_missing of '{field.OutputField}' to skip or zero."
        : $"'{field.InputField}' is not a number, so it has no {field.Operation.ToString().ToLowerInvariant()}. Mend the record, or set on_missing of '{field.OutputField}' to skip or zero.";
}
