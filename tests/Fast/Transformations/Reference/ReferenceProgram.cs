using System.Text.Json;

namespace DataAggregator.Tests.Fast.Transformations.Reference;

/// <summary>Steps as anyone would do them by hand: one after the other, each over one record after the other.</summary>
/// <param name="inputs">The other sources of the pipeline.</param>
internal sealed class ReferenceProgram(IReadOnlyDictionary<string, Table> inputs)
{
    /// <summary>The records rejected so far: by which of the steps, and which record of the source, if it is known.</summary>
    public List<(int Step, long? Ordinal)> Rejected { get; } = [];

    public Table Run(JsonElement steps, Table table)
    {
        var index = 0;
        foreach (var step in steps.EnumerateArray())
        {
            table = Run(step, table, index);
            index++;
        }

        return table;
    }

    private Table Run(JsonElement step, Table table, int index)
    {
        void Reject(Row row) => Rejected.Add((index, row.Ordinal));
        var result = step.GetProperty("type").GetString() switch
        {
            "record_filter" => RowSteps.Filter(step, table),
            "field_mapping" => RowSteps.Map(step, table),
            "field_removal" => RowSteps.Remove(step, table),
            "field_addition" => RowSteps.Add(step, table),
            "field_operation" => ReferenceOperation.Run(step, table, Reject),
            "field_calculation" => ReferenceCalculation.Run(step, table, Reject),
            "record_splitting" => RowSteps.Split(step, table),
            "unpivot" => RowSteps.Unpivot(step, table),
            "conditional" => Choose(step, table, index),
            "aggregation" => ReferenceAggregation.Run(step, table, Reject),
            "sort" => RunSteps.Sort(step, table),
            "limit" => RunSteps.Limit(step, table),
            "deduplication" => RunSteps.Deduplicate(step, table),
            "join" => ReferenceJoin.Run(step, table, inputs[step.GetProperty("join_source").GetString()!]),
            var type => throw new ArgumentOutOfRangeException(nameof(step), type, "is no step."),
        };
        return result.Complete();
    }

    // Each record goes through the steps of its branch alone, so that it keeps its place.
    private Table Choose(JsonElement step, Table table, int index)
    {
        var (then, otherwise) = (step.GetProperty("then"), step.TryGetProperty("else", out var given) ? given : JsonDocument.Parse("[]").RootElement);
        Table Branch(JsonElement steps, IReadOnlyList<Row> rows) => steps.EnumerateArray().Aggregate(table with { Rows = rows }, (at, next) => Run(next, at, index));
        var fields = Branch(then, []).Fields.Union(Branch(otherwise, []).Fields);
        return new Table([.. fields], [.. table.Rows.SelectMany(row => Branch(ReferenceCondition.Holds(step.GetProperty("condition"), row) ? then : otherwise, [row]).Rows)]);
    }
}
