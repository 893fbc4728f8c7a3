using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>Groups the records of one worker; what goes beyond the memory budget is spilled as partial groups, sorted by key.</summary>
internal sealed class AggregationLane(AggregationPlan plan, SortedRuns runs, TransformationResources resources) : ExchangeLane, IDisposable
{
    private readonly KeyEncoder encoder = new([.. plan.GroupBy.Select(_ => default(KeyOrder))]);
    private readonly EncodedKeys keys = new();
    private readonly Reservation memory = new(resources.Memory);
    private int[] kept = [];

    /// <summary>The groups in memory.</summary>
    public Groups Groups { get; private set; } = new(plan);

    /// <summary>The schemas of the records that came.</summary>
    public SchemaUnion Schemas { get; } = new();

    /// <inheritdoc/>
    public override async ValueTask AddAsync(RecordBatch batch, long first, StepScope scope, CancellationToken cancellationToken)
    {
        // Spilled before the tables grow, for growing doubles them.
        if (Groups.Count > 0 && (Groups.IsFull || !memory.TryResize(Groups.SizeAfter(batch.Count))))
            await SpillAsync(cancellationToken).ConfigureAwait(false);
        Add(batch, first, scope);
        if (Groups.Count > 0 && !memory.TryResize(Groups.SizeInBytes))
            await SpillAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Takes the groups of another lane, if there is memory for both.</summary>
    public bool TryMerge(AggregationLane other)
    {
        if (other.Groups.Count == 0)
            return true;
        if (!memory.TryResize(Groups.SizeInBytes + other.Groups.SizeInBytes))
            return false;
        Groups.Merge(other.Groups);
        other.Forget();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    private void Add(RecordBatch batch, long first, StepScope scope)
    {
        Schemas.Add(batch.Schema, first);
        var columns = new Column[plan.GroupBy.Count];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = plan.GroupBy[i].Read(batch, scope.Rows);
        var inputs = Inputs(batch, scope);
        try
        {
            for (var i = 0; i < plan.Fields.Count; i++)
                AggregationOperands.Reject(plan.Fields[i], inputs[i], scope);
            var rows = scope.Remaining(ref kept);
            encoder.Encode(columns, rows, keys, scope.Scratch);
            Groups.Add(keys, inputs, rows, first, scope.Scratch);
            scope.Books.Absorbed += rows.Length;
        }
        finally
        {
            foreach (var column in columns.Concat(inputs))
                column.Release();
        }
    }

    private Column[] Inputs(RecordBatch batch, StepScope scope)
    {
        var inputs = new Column[plan.Inputs.Count + (plan.IncludeDetails ? 1 : 0)];
        for (var i = 0; i < plan.Inputs.Count; i++)
            inputs[i] = plan.Inputs[i].Read(batch, scope);
        if (plan.IncludeDetails)
            inputs[^1] = Details(batch, scope.Rows);
        return inputs;
    }

    private static Column Details(RecordBatch batch, ReadOnlySpan<int> rows)
    {
        var builder = new BytesBuilder(DataType.Json, batch.RowCount);
        foreach (var row in rows)
        {
            while (builder.Count < row)
                builder.AppendAbsent();
            builder.Append(RecordJson.ToBytes(batch, row));
        }

        while (builder.Count < batch.RowCount)
            builder.AppendAbsent();
        return builder.Build();
    }

    private async ValueTask SpillAsync(CancellationToken cancellationToken)
    {
        await runs.SpillAsync(Groups.Partials(), cancellationToken).ConfigureAwait(false);
        // The tables will fill again; when they grew beyond what there is, they begin small.
        if (!memory.TryResize(Groups.SizeInBytes))
            Forget();
    }

    private void Forget()
    {
        Groups = new Groups(plan);
        memory.TryResize(0);
    }
}
