using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations.Uniqueness;

/// <summary>Takes one key of the records of one worker. A key in which a value is null or missing repeats none.</summary>
internal sealed class UniqueKeyLane(IReadOnlyList<FieldPath> fields, ExternalSortLane sorted)
{
    private readonly Column[] columns = new Column[fields.Count];
    private int[] rows = [];
    private long[] sequences = [];

    /// <inheritdoc cref="ExchangeLane.AddAsync"/>
    public async ValueTask AddAsync(RecordBatch batch, long first, StepScope scope, CancellationToken cancellationToken)
    {
        for (var i = 0; i < columns.Length; i++)
            columns[i] = fields[i].Read(batch, scope.Rows);
        using var keyOnly = new RecordBatch(Schema.Empty, [], batch.RowCount);
        try
        {
            var taken = TakeRows(first, scope);
            await sorted.AddAsync(keyOnly, columns, rows.AsSpan(0, taken), sequences.AsSpan(0, taken), scope.Scratch, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var column in columns)
                column.Release();
        }
    }

    /// <summary>Hands over what is held; no record follows.</summary>
    public void Complete() => sorted.Complete();

    private int TakeRows(long first, StepScope scope)
    {
        if (rows.Length < scope.Rows.Length)
            (rows, sequences) = (new int[scope.Rows.Length], new long[scope.Rows.Length]);
        var taken = 0;
        for (var i = 0; i < scope.Rows.Length; i++)
        {
            if (HasKey(scope.Rows[i]))
                (rows[taken], sequences[taken++]) = (scope.Rows[i], first + i);
        }

        return taken;
    }

    private bool HasKey(int row)
    {
        foreach (var column in columns)
        {
            if (!column.IsPresent(row))
                return false;
        }

        return true;
    }
}
