using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Branches;
using DataAggregator.Transformations.Conditions;
using DataAggregator.Transformations.Engine;

namespace DataAggregator.Transformations;

/// <summary>Applies some steps to the records that meet a condition, and others to the rest. Records keep their order.</summary>
internal sealed class Conditional : Transformation<Conditional.Options>
{
    private const int MaxDepth = 16;

    private Condition? condition;
    private Branch? then;
    private Branch? otherwise;

    public sealed record Options : StepOptions
    {
        [Description("What a record must be like for the steps of 'then'; a field that is missing does not match.")]
        public required JsonElement Condition { get; init; }

        [Description("The steps for records that meet the condition.")]
        public required JsonElement Then { get; init; }

        [Description("The steps for all other records; without them those pass as they are.")]
        public JsonElement? Else { get; init; }
    }

    public override TransformationSpec Spec { get; } = MakeSpec(
        "conditional",
        "Conditional steps",
        TransformationCategory.Control,
        "Applies some steps to the records that meet a condition, and others to the rest.",
        new StepExample(
            """
            {"type":"conditional","condition":{"field":"customer_segment","operator":"equals","value":"VIP"},
             "then":[{"type":"field_addition","field_name":"discount_rate","value":0.15}],
             "else":[{"type":"field_addition","field_name":"discount_rate","value":0.05}]}
            """,
            """[{"id":1,"customer_segment":"VIP"},{"id":2,"customer_segment":"Standard"}]""",
            """[{"id":1,"customer_segment":"VIP","discount_rate":0.15},{"id":2,"customer_segment":"Standard","discount_rate":0.05}]"""),
        ("condition", Condition.Schema));

    protected override void Prepare(Options options, string path, Problems problems)
    {
        if (path.Split(".then").Length + path.Split(".else").Length - 2 >= MaxDepth)
        {
            problems.Add(path, $"is nested more than {MaxDepth} deep.");
            return;
        }

        condition = Condition.Parse(options.Condition, $"{path}.condition", problems);
        then = Branch.Read(options.Then, $"{path}.then", problems);
        otherwise = Branch.Read(options.Else, $"{path}.else", problems);
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        condition!.Check(input, problems);
        return then!.Describe(input, problems).Union(otherwise!.Describe(input, problems));
    }

    protected override void Trace(Options options, LineageTrace trace)
    {
        trace.Decides(InfluenceKind.Condition, condition!.Fields);
        then!.Trace(trace);
        otherwise!.Trace(trace);
        trace.MayStay();
    }

    protected override RecordBatch Apply(Options options, RecordBatch input, StepScope scope)
    {
        var rows = scope.Rows;
        var (matching, others) = (RowBuffer.Rent(rows.Length), RowBuffer.Rent(rows.Length));
        var count = condition!.Match(input, rows, matching, scope);
        var rest = others.AsSpan(0, RowBuffer.Except(rows, matching.AsSpan(0, count), others)).ToArray().Where(row => !scope.IsRemoved(row)).ToArray();
        using var met = input.Select(matching[..count]);
        using var unmet = input.Select(rest);
        RowBuffer.Return(matching);
        RowBuffer.Return(others);
        var thenResult = then!.Apply(met, scope);
        using var thenBatch = thenResult.Batch;
        var elseResult = otherwise!.Apply(unmet, scope);
        using var elseBatch = elseResult.Batch;
        var (batch, parents) = BranchMerge.Merge(input, thenResult, elseResult, scope.Scratch);
        List<StepBooks> books = [.. thenResult.Books, .. elseResult.Books];
        scope.Take(new NestedResult([.. thenResult.Rejected, .. elseResult.Rejected], parents)
        {
            Filtered = books.Sum(step => step.Filtered),
            Added = books.Sum(step => step.Added),
            Warned = books.Sum(step => step.Warned),
            Unmatched = books.Sum(step => step.Unmatched),
        });
        return batch;
    }
}
