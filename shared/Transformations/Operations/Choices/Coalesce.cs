using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Choices;

/// <summary>The first of several fields that has a value.</summary>
internal sealed class Coalesce : ValueOperation<Coalesce.Options>
{
    private IReadOnlyList<FieldPath> others = [];

    public sealed record Options
    {
        [Description("The fields to look at, in order, when the field itself has no value.")]
        public required IReadOnlyList<string> Fields { get; init; }

        [Description("Whether text of nothing, or nothing but white space, counts as no value.")]
        public bool SkipEmpty { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "value",
        "Takes the first value that there is: the field's own, else that of the other fields in order.",
        """{"input":null,"parameters":{"fields":["mobile","landline"]},"others":{"mobile":null,"landline":"555-1234"},"output":"555-1234"}""");

    public override IReadOnlyList<FieldPath> Others => others;

    protected override bool TakesMissing => true;

    public override Field Describe(Field input, string path, Problems problems) => input;

    public override Field Describe(Field input, IReadOnlyList<Field> others, string path, Problems problems)
    {
        var type = others.Aggregate(input.Type, (type, other) => TypeUnion.Of(type, other.Type));
        return input with { Type = type, Nullable = input.Nullable && others.All(other => other.Nullable), SourceType = type == input.Type ? input.SourceType : null };
    }

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        others = [.. parameters.Fields.Select(FieldPath.Parse)];
        if (others.Count == 0)
            problems.Add($"{path}.fields", "must name at least one field.");
    }

    protected override Column? ApplyWhole(Column input) => input.AllPresent && !Parameters.SkipEmpty ? input.Retain() : null;

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        if (!Emptiness.Is(value, Parameters.SkipEmpty))
        {
            result.Append(value);
            return null;
        }

        for (var i = 0; i < others.Count; i++)
        {
            var other = run.Other(i);
            if (Emptiness.Is(other, Parameters.SkipEmpty))
                continue;
            result.Append(other);
            return null;
        }

        result.AppendNull();
        return null;
    }
}
