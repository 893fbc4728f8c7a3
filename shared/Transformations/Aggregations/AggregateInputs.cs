using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>The values of a batch that aggregates take; for one worker, used again for each batch.</summary>
internal sealed class AggregateInputs(AggregationPlan plan)
{
    private readonly Column[] columns = new Column[plan.Inputs.Count + (plan.IncludeDetails ? 1 : 0)];
    private readonly KeyEncoder encoder = new(default(KeyOrder));
    private readonly EncodedKeys keys = new();

    // The aggregate of each record, by its row.
    private int[] choices = [];

    // The records in the order of their aggregates.
    private int[] order = [];
    private int[] places = [];
    private int[] chosenRows = [];
    private int[] chosenGroups = [];
    private long[] chosenSequences = [];

    /// <summary>Reads the values of a batch, and rejects records with a value that an aggregate does not take.</summary>
    public void Read(RecordBatch batch, StepScope scope)
    {
        for (var i = 0; i < plan.Inputs.Count; i++)
            columns[i] = plan.Inputs[i]?.Read(batch, scope.Rows) ?? new FixedColumn<bool>(DataType.Bool, [], 0);
        if (plan.IncludeDetails)
            columns[^1] = Details(batch, scope.Rows);
        if (plan.Choice is null)
        {
            for (var i = 0; i < plan.Fields.Count; i++)
                AggregationOperands.Reject(plan.Fields[i], columns[i], scope.Rows, scope);
            return;
        }

        if (choices.Length < batch.RowCount)
            choices = new int[batch.RowCount];
        plan.Choice.Read(batch, scope.Rows, choices, encoder, keys, scope.Scratch);
        foreach (var row in scope.Rows)
        {
            if (choices[row] >= 0)
                AggregationOperands.Reject(plan.Fields[choices[row]], columns[0], [row], scope);
        }
    }

    /// <summary>Gives the aggregates their values.</summary>
    /// <param name="aggregates">All aggregates of the plan.</param>
    /// <param name="rows">The rows to take.</param>
    /// <param name="groups">The group of each of those rows.</param>
    /// <param name="sequences">The sequence of each of those rows.</param>
    /// <param name="scratch">Buffers for the value at hand.</param>
    public void AddTo(Aggregate[] aggregates, ReadOnlySpan<int> rows, ReadOnlySpan<int> groups, ReadOnlySpan<long> sequences, Scratch scratch)
    {
        if (plan.Choice is not null)
        {
            AddChosen(aggregates, rows, groups, sequences, scratch);
            return;
        }

        for (var i = 0; i < aggregates.Length; i++)
            aggregates[i].Add(columns[i], rows, groups, sequences, scratch);
    }

    /// <summary>Lets go of the values.</summary>
    public void Release()
    {
        foreach (var column in columns)
            column.Release();
    }

    /// <summary>Each value goes to one aggregate; those of one are given together.</summary>
    private void AddChosen(Aggregate[] aggregates, ReadOnlySpan<int> rows, ReadOnlySpan<int> groups, ReadOnlySpan<long> sequences, Scratch scratch)
    {
        if (order.Length < rows.Length)
            (order, places, chosenRows, chosenGroups, chosenSequences) = (new int[rows.Length], new int[rows.Length], new int[rows.Length], new int[rows.Length], new long[rows.Length]);
        var count = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (choices[rows[i]] >= 0)
                (order[count], places[count++]) = (choices[rows[i]], i);
        }

        Array.Sort(order, places, 0, count);
        for (var i = 0; i < count; i++)
            (chosenRows[i], chosenGroups[i], chosenSequences[i]) = (rows[places[i]], groups[places[i]], sequences[places[i]]);
        for (int start = 0, end; start < count; start = end)
        {
            for (end = start + 1; end < count && order[end] == order[start];)
                end++;
            var some = start..end;
            aggregates[order[start]].Add(columns[0], chosenRows.AsSpan()[some], chosenGroups.AsSpan()[some], chosenSequences.AsSpan()[some], scratch);
        }
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
}
