using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Validations.Uniqueness;

namespace DataAggregator.Transformations.Validations;

/// <summary>Checks that no two records have the same value of a field, for which it needs the whole run.</summary>
internal sealed class UniqueValidation : Exchange<FieldValidation.Options>, IExchange
{
    private FieldChecks? checks;

    public override TransformationSpec Spec => FieldValidation.Entry;

    public bool RejectsLate => true;

    protected override void Prepare(FieldValidation.Options options, string path, Problems problems) => checks = new FieldChecks(options, path, problems);

    protected override Schema Describe(FieldValidation.Options options, Schema input, string path, Problems problems) => checks!.Describe(input, problems);

    protected override void Trace(FieldValidation.Options options, LineageTrace trace) => checks!.Trace(trace);

    protected override ExchangeOperator Open(FieldValidation.Options options, ExchangeContext context) => new UniqueOperator(checks!, (Unique)checks!.Validation, context);
}
