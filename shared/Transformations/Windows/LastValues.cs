using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Aggregations;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Windows;

/// <summary>
/// The values of the last record of every partition, on disk: found in a first pass over the sorted records, so that in the second one no record has to wait
/// for the end of its partition.
/// </summary>
internal sealed class LastValues : IDisposable
{
    private const int BlockBytes = 64 << 10;

    private readonly WindowPlan plan;
    private readonly int[] functions;
    private readonly KeyBuffer[] values;
    private readonly SpilledBlocks file;
    private readonly List<SpilledBlocks.Block> blocks = [];
    private readonly KeyBuffer written = new();
    private readonly KeyBuffer partition = new();
    private readonly Scratch scratch = new();
    private ValueCursor? cursor;
    private bool hasBegun;

    public LastValues(WindowPlan plan, ISpillStore spill)
    {
        this.plan = plan;
        functions = [.. Enumerable.Range(0, plan.Functions.Count).Where(i => plan.Functions[i].Function == WindowOperation.LastValue)];
        values = [.. functions.Select(_ => new KeyBuffer())];
        file = new SpilledBlocks(spill);
    }

    /// <summary>Passes sorted records on and remembers the last values of each partition. The receiver disposes each batch.</summary>
    public async IAsyncEnumerable<RecordBatch> FindAsync(IAsyncEnumerable<RecordBatch> sorted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in sorted.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Add(batch);
            yield return batch;
        }

        if (hasBegun)
            Write();
        Flush();
        cursor = new ValueCursor(file, blocks);
    }

    /// <summary>Gives the functions the values of the next partition, the first one to begin with.</summary>
    public void MoveTo(IReadOnlyList<WindowFunction> all)
    {
        foreach (var function in functions)
        {
            cursor!.Move();
            ((LastFunction)all[function]).Set(cursor.Value);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Add(RecordBatch keyed)
    {
        var keys = (BytesColumn)keyed.Columns[^1];
        var rows = Enumerable.Range(0, keyed.RowCount).ToArray();
        var inputs = functions.Select(function => plan.Inputs[function]!.Read(keyed, rows)).ToArray();
        foreach (var row in rows)
        {
            var own = plan.PartitionOf(keys[row]);
            if (hasBegun && !own.SequenceEqual(partition.Written))
                Write();
            hasBegun = true;
            partition.Set(own);
            for (var i = 0; i < values.Length; i++)
            {
                values[i].Clear();
                KeyEncoder.Write(values[i], Value.At(inputs[i], row, scratch), asWritten: true);
            }
        }

        foreach (var input in inputs)
            input.Release();
    }

    private void Write()
    {
        foreach (var value in values)
        {
            written.WriteShort(value.Length);
            written.Write(value.Written);
        }

        if (written.Length >= BlockBytes)
            Flush();
    }

    private void Flush()
    {
        if (written.Length == 0)
            return;
        blocks.Add(file.Write(written.Written));
        written.Clear();
    }
}
