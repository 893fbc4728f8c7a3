using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>An operation on dates and times, which are taken as ISO 8601 text too.</summary>
/// <typeparam name="TParameters">As of <see cref="FieldOperation{TParameters}"/>.</typeparam>
internal abstract class MomentOperation<TParameters> : ValueOperation<TParameters>
    where TParameters : class
{
    /// <summary>The failure of a value that is no moment.</summary>
    protected static readonly OperationFailure NotMoment = new("not_a_date", "The value is no date or time, nor text of one as in 2025-01-15T10:30:00Z; read it with parse_date first.");

    /// <summary>The failure of a result outside the years 1 to 9999.</summary>
    protected static readonly OperationFailure OutOfRange = new("date_out_of_range", "The result is not within the years 1 to 9999.");

    /// <summary>The failure of a kind of moment that the operation does not work on.</summary>
    protected static readonly OperationFailure WrongKind = new("wrong_date_kind", "The operation cannot be done to this kind of value: a date has no time, a time no date; cast it to timestamp first.");

    public override Field Describe(Field input, string path, Problems problems)
    {
        if (!Moment.Is(input.Type) && input.Type is not (DataType.String or DataType.Json))
            problems.Add(path, $"'{input.Name}' is {DeclaredSchema.NameOf(input.Type)}, but the operation works on dates and times; read them with parse_date or cast first.");
        return input with { SourceType = null };
    }

    protected sealed override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run) =>
        Moment.TryRead(value, out var moment) ? Write(moment, result, run) : NotMoment;

    /// <summary>Appends what becomes of a moment, or says why it cannot be taken.</summary>
    protected abstract OperationFailure? Write(Moment moment, ValueBuilder result, OperationRun run);
}
