using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Joins;

/// <summary>What a join keeps of a record of the other source: the fields that it takes, and where unmatched ones are in the result, the keys.</summary>
internal sealed class MatchFields
{
    private static readonly Field SequenceField = new("\0sequence", DataType.Int64, Nullable: false);

    public MatchFields(JoinShape shape, Schema? right)
    {
        KeyPaths = shape.RightKeys;
        var keys = shape.KeepsUnmatched ? shape.RightKeys : [];
        Paths = [.. shape.TakenFrom, .. keys];
        Types = [.. shape.Taken.Select(field => field.Type), .. keys.Select(key => (right is null ? null : key.Find(right))?.Type ?? DataType.Json)];
        FirstKey = shape.Taken.Count;
        // They are told apart by number; their names only have to differ.
        Schema = new Schema([.. Types.Select((type, i) => new Field($"{i}", type))]);
        RunSchema = SortedRuns.WithKey(Schema);
        StoredSchema = SortedRuns.WithKey(Schema.Insert(Schema.Count, SequenceField));
    }

    /// <summary>The key fields.</summary>
    public IReadOnlyList<FieldPath> KeyPaths { get; }

    /// <summary>Where the values are read.</summary>
    public IReadOnlyList<FieldPath> Paths { get; }

    /// <summary>The types of the values.</summary>
    public IReadOnlyList<DataType> Types { get; }

    /// <summary>The number of the value that is the first key.</summary>
    public int FirstKey { get; }

    /// <summary>The schema of the values.</summary>
    public Schema Schema { get; }

    /// <summary>The schema of records that wait for their matches: the values, where the record stands in its source, and its key.</summary>
    public Schema StoredSchema { get; }

    /// <summary>The schema of runs: the values, and the key to merge by (<see cref="MatchOrder"/>).</summary>
    public Schema RunSchema { get; }

    /// <summary>The columns of the values of a stored batch.</summary>
    public static ReadOnlySpan<Column> Values(RecordBatch stored) => stored.Columns[..^2];

    /// <summary>A stored batch as part of a run in the order of its source; takes the batch over.</summary>
    public RecordBatch ToRun(RecordBatch stored)
    {
        using (stored)
        {
            var order = new KeyBuffer();
            foreach (var sequence in Sequences(stored).Values)
                order.Write(sequence);
            return new RecordBatch(RunSchema, [.. Values(stored).ToArray().Select(column => column.Retain()), MatchOrder.Column(order.Written, stored.RowCount)], stored.RowCount);
        }
    }

    /// <summary>Where the records of a stored batch stand.</summary>
    public static FixedColumn<long> Sequences(RecordBatch stored) => (FixedColumn<long>)stored.Columns[^2];

    /// <summary>The keys of the records of a stored batch.</summary>
    public static BytesColumn Keys(RecordBatch stored) => (BytesColumn)stored.Columns[^1];
}
