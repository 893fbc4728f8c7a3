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
internal sealed class Conditional : Transformation<Conditional.Options>, IExpandingStep
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

    int IExpandingStep.Fitting(RecordBatch input, StepScope scope)
    {
        if (!then!.IsExpanding && !otherwise!.IsExpanding)
            return input.Count;
        var (met, unmet) = Divide(input, scope);
        using (met)
        using (unmet)
        {
            var tooMany = new[] { then.FirstTooMany(met, scope), otherwise!.FirstTooMany(unmet, scope) }.Where(row => row >= 0).DefaultIfEmpty(-1).Min();
            return tooMany < 0 ? input.Count : Math.Max(scope.Rows.IndexOf(tooMany), 1);
        }
    }

    IEnumerable<(RecordBatch Batch, StepScope Scope)> IExpandingStep.ApplyInParts(RecordBatch record, Func<StepScope> open)
    {
        var scope = open();
        var (met, unmet) = Divide(record, scope);
        using var others = unmet;
        using var matching = met;
        var isMet = met.Count > 0;
        var own = scope;
        foreach (var made in isMet ? then!.ApplyInParts(met, scope) : otherwise!.ApplyInParts(unmet, scope))
        {
            using var part = made.Batch;
            // The other branch has no records, but knows its fields.
            var nothing = isMet ? otherwise!.Apply(unmet, own) : then!.Apply(met, own);
            using var empty = nothing.Batch;
            yield return (isMet ? Merge(record, made, nothing, own) : Merge(record, nothing, made, own), own);
            own = open();
        }
    }

    protected override RecordBatch Apply(Options options, RecordBatch input, StepScope scope)
    {
        var (met, unmet) = Divide(input, scope);
        using var matching = met;
        using var others = unmet;
        var thenResult = then!.Apply(met, scope);
        using var thenBatch = thenResult.Batch;
        var elseResult = otherwise!.Apply(unmet, scope);
        using var elseBatch = elseResult.Batch;
        return Merge(input, thenResult, elseResult, scope);
    }

    private (RecordBatch Met, RecordBatch Unmet) Divide(RecordBatch input, StepScope scope)
    {
        var rows = scope.Rows;
        var (matching, others) = (RowBuffer.Rent(rows.Length), RowBuffer.Rent(rows.Length));
        var count = condition!.Match(input, rows, matching, scope);
        var rest = others.AsSpan(0, RowBuffer.Except(rows, matching.AsSpan(0, count), others)).ToArray().Where(row => !scope.IsRemoved(row)).ToArray();
        var divided = (input.Select(matching[..count]), input.Select(rest));
        RowBuffer.Return(matching);
        RowBuffer.Return(others);
        return divided;
    }

    /// <summary>Puts the records of both branches together again, and says to the scope what became of them.</summary>
    private static RecordBatch Merge(RecordBatch input, BranchResult thenResult, BranchResult elseResult, StepScope scope)
    {
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
