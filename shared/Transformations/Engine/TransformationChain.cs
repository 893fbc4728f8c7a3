using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Engine;

/// <summary>Compiled steps, one after the other. Rows keep their physical number through all of them, so a rejected record is found in the batch as read.</summary>
internal sealed class TransformationChain(IReadOnlyList<(ITransformation Step, StepBooks Books)> steps, TimeProvider time) : ITransformationChain
{
    private readonly Scratch scratch = new();
    private int[] allRows = [];
    private int[] selectedRows = [];

    public IReadOnlyList<StepCounts> Counts => [.. steps.Select(step => step.Books.ToCounts())];

    public Schema Describe(Schema input)
    {
        var ignored = new Problems();
        return steps.Aggregate(input, (schema, step) => step.Step.Describe(schema, step.Books.Step, ignored));
    }

    public TransformResult Apply(RecordBatch input, TransformContext context)
    {
        var rejected = new List<RejectedRecord>();
        var current = input.Share();
        try
        {
            foreach (var (step, books) in steps)
            {
                var started = time.GetTimestamp();
                var scope = new StepScope(books, context, input, scratch, Rows(current), current.Count);
                var next = scope.Close(step.Apply(current, scope), rejected);
                current.Dispose();
                current = next;
                books.DurationMicroseconds += (long)time.GetElapsedTime(started).TotalMicroseconds;
            }

            return new TransformResult(current, rejected);
        }
        catch
        {
            current.Dispose();
            throw;
        }
    }

    private int[] Rows(RecordBatch batch)
    {
        if (!batch.IsDense)
        {
            if (selectedRows.Length < batch.Count)
                selectedRows = new int[batch.RowCount];
            batch.Selection.CopyTo(selectedRows);
            return selectedRows;
        }

        if (allRows.Length < batch.RowCount)
            allRows = [.. Enumerable.Range(0, batch.RowCount)];
        return allRows;
    }
}
