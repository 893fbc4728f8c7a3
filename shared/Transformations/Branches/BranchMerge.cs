using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Branches;

/// <summary>Puts the records of both branches together again, in the order in which they came.</summary>
internal static class BranchMerge
{
    /// <summary>The records of both, and the row of the input that each row came of where rows did not keep their numbers.</summary>
    public static (RecordBatch Batch, int[]? Parents) Merge(RecordBatch input, BranchResult then, BranchResult otherwise, Scratch scratch) =>
        then.Parents is null && otherwise.Parents is null ? (MergeRows(input, then.Batch, otherwise.Batch, scratch), null) : MergeMade(input, then, otherwise, scratch);

    /// <summary>Rows kept their numbers: a column that no branch touched is shared.</summary>
    private static RecordBatch MergeRows(RecordBatch input, RecordBatch then, RecordBatch otherwise, Scratch scratch)
    {
        var from = new RecordBatch?[input.RowCount];
        foreach (var batch in new[] { then, otherwise })
        {
            for (var i = 0; i < batch.Count; i++)
                from[batch.RowAt(i)] = batch;
        }

        var schema = then.Schema.Union(otherwise.Schema);
        var columns = schema.Select(field =>
        {
            var (left, right) = (then.Find(field.Name), otherwise.Find(field.Name));
            if (left is not null && ReferenceEquals(left, right))
                return left.Retain();
            var values = new ValueBuilder(field.Type, input.RowCount);
            for (var row = 0; row < from.Length; row++)
                values.AppendFrom(from[row] is null ? null : ReferenceEquals(from[row], then) ? left : right, row, scratch);
            return values.Build();
        });
        var selection = Enumerable.Range(0, input.RowCount).Where(row => from[row] is not null).ToArray();
        return new RecordBatch(schema, [.. columns], input.RowCount, input.Partition, input.FirstOrdinal, selection.Length == input.RowCount ? null : selection);
    }

    private static (RecordBatch Batch, int[] Parents) MergeMade(RecordBatch input, BranchResult then, BranchResult otherwise, Scratch scratch)
    {
        // Every row of the input went into one branch only, and each branch keeps the order.
        var rows = Rows(then).Concat(Rows(otherwise)).OrderBy(made => made.Branch.ParentOf(made.Row)).ToList();
        var schema = then.Batch.Schema.Union(otherwise.Batch.Schema);
        var columns = schema.Select(field =>
        {
            var (left, right) = (then.Batch.Find(field.Name), otherwise.Batch.Find(field.Name));
            var values = new ValueBuilder(field.Type, rows.Count);
            foreach (var (branch, row) in rows)
                values.AppendFrom(ReferenceEquals(branch, then) ? left : right, row, scratch);
            return values.Build();
        });
        return (new RecordBatch(schema, [.. columns], rows.Count, input.Partition, input.FirstOrdinal), [.. rows.Select(made => made.Branch.ParentOf(made.Row))]);
    }

    private static IEnumerable<(BranchResult Branch, int Row)> Rows(BranchResult branch) =>
        Enumerable.Range(0, branch.Batch.Count).Select(i => (branch, branch.Batch.RowAt(i)));
}
