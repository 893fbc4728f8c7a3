using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Windows;

/// <summary>Window functions over records sorted by partition and order. Batches wait until all results of theirs are known.</summary>
/// <param name="plan">The step.</param>
/// <param name="lasts">The last values of each partition, where a function asks for them.</param>
internal sealed class WindowRun(WindowPlan plan, LastValues? lasts) : IDisposable
{
    private readonly WindowFunction[] functions = [.. plan.Functions.Select(function => function.Open())];
    private readonly Queue<(RecordBatch Batch, long[] Sequences)> waiting = [];
    private readonly KeyBuffer lastPartition = new();
    private readonly KeyBuffer lastOrder = new();
    private readonly Scratch scratch = new();
    private bool hasBegun;

    /// <summary>Takes the next batch, whose last column holds the keys. The caller keeps, and disposes, it.</summary>
    public void Add(RecordBatch keyed)
    {
        var keys = (BytesColumn)keyed.Columns[^1];
        var batch = keyed.RemoveAt(keyed.Columns.Length - 1);
        var sequences = new long[keyed.RowCount];
        for (var row = 0; row < sequences.Length; row++)
            sequences[row] = EncodedKeys.SequenceOf(keys[row]);
        waiting.Enqueue((batch, sequences));
        var rows = Enumerable.Range(0, batch.RowCount).ToArray();
        var inputs = plan.Inputs.Select(input => input?.Read(batch, rows) ?? keys.Retain()).ToArray();
        for (var i = 0; i < functions.Length; i++)
            functions[i].Output.Expect(plan.Describe(i, batch.Schema).Type, batch.RowCount);
        for (var row = 0; row < sequences.Length; row++)
            Add(keys[row], inputs, row);
        foreach (var input in inputs)
            input.Release();
    }

    /// <summary>Ends the last partition.</summary>
    public void End()
    {
        foreach (var function in functions)
            function.End();
    }

    /// <summary>The oldest batch with all its results, and the sequence of each record; false when there is none yet. The receiver disposes it.</summary>
    public bool TryTake(out (RecordBatch Batch, long[] Sequences) complete)
    {
        complete = default;
        if (waiting.Count == 0 || !functions.All(function => function.Output.IsComplete))
            return false;
        var (batch, sequences) = waiting.Dequeue();
        var described = functions.Select((_, i) => plan.Describe(i, batch.Schema)).ToArray();
        for (var i = 0; i < functions.Length; i++)
        {
            using var before = batch;
            batch = Placement.Place(before, described[i], functions[i].Output.Take());
        }

        complete = (batch, sequences);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (batch, _) in waiting)
            batch.Dispose();
        waiting.Clear();
    }

    private void Add(ReadOnlySpan<byte> key, Column[] inputs, int row)
    {
        var partition = plan.PartitionOf(key);
        var order = key[partition.Length..^sizeof(long)];
        var isNew = hasBegun && !partition.SequenceEqual(lastPartition.Written);
        if (isNew)
            End();
        if (isNew || !hasBegun)
            lasts?.MoveTo(functions);
        var isPeer = hasBegun && !isNew && order.SequenceEqual(lastOrder.Written);
        hasBegun = true;
        lastPartition.Set(partition);
        lastOrder.Set(order);
        for (var i = 0; i < functions.Length; i++)
            functions[i].Add(inputs[i], row, isPeer, scratch);
    }
}
