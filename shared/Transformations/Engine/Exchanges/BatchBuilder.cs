using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>
/// Builds batches out of single records of others. A field that a record's batch lacks is absent; a value of another type than the field's
/// is written as the wider type has it.
/// </summary>
internal sealed class BatchBuilder(Schema schema)
{
    private const int MostRecords = 8192;
    private const long MostBytes = 512 << 10;

    // Wide records are looked at more often, so that few of them come together.
    private const long MostBytesOfFew = 4 << 20;

    private readonly Scratch scratch = new();
    private readonly ValueBuilder[] values = [.. schema.Select(field => new ValueBuilder(field.Type, 1024))];

    /// <summary>The schema of what is built.</summary>
    public Schema Schema => schema;

    /// <summary>Records appended so far.</summary>
    public int Count { get; private set; }

    /// <summary>Whether it is time to build.</summary>
    public bool IsFull { get; private set; }

    private long SizeInBytes
    {
        get
        {
            var size = 0L;
            foreach (var value in values)
                size += value.SizeInBytes;
            return size;
        }
    }

    /// <summary>The values of a field of the record at hand, to be followed by <see cref="End"/> once each field has one more.</summary>
    public ValueBuilder this[int field] => values[field];

    /// <summary>The columns of a batch in the order of the fields here, null for one that it lacks. They live as long as the batch.</summary>
    public Column?[] Align(RecordBatch batch) => [.. schema.Select(field => batch.Find(field.Name))];

    /// <summary>Appends a record.</summary>
    /// <param name="columns">The columns of its batch, as <see cref="Align"/> gives them.</param>
    /// <param name="row">Its physical row.</param>
    public void Append(Column?[] columns, int row)
    {
        for (var i = 0; i < values.Length; i++)
            values[i].AppendFrom(columns[i], row, scratch);
        End();
    }

    /// <summary>Ends a record of which each field was appended.</summary>
    public void End()
    {
        Count++;
        if (Count % 8 == 0)
            IsFull = Count == MostRecords || SizeInBytes >= (Count % 64 == 0 ? MostBytes : MostBytesOfFew);
    }

    /// <summary>The records appended since the last call, dense.</summary>
    public RecordBatch Build()
    {
        var batch = new RecordBatch(schema, [.. values.Select(value => value.Build())], Count);
        (Count, IsFull) = (0, false);
        return batch;
    }
}
