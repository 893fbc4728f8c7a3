using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Engine;

/// <summary>What a step sees of the batch at hand, and where it says which records do not go on. Rows are physical rows of the batch.</summary>
internal sealed class StepScope(StepBooks books, TransformContext context, RecordBatch asRead, Scratch scratch, int[] rows, int count)
{
    private readonly SortedDictionary<int, List<RecordError>> errors = [];
    private Bitmap? removed;
    private Bitmap? warned;

    /// <summary>The rows in the stream, ascending.</summary>
    public ReadOnlySpan<int> Rows => rows.AsSpan(0, count);

    /// <summary>What rules may know of the run.</summary>
    public TransformContext Context => context;

    /// <summary>Buffers for the value at hand.</summary>
    public Scratch Scratch => scratch;

    /// <summary>How the step is called in errors: <c>transformations[2]</c>.</summary>
    public string Step => books.Step;

    /// <summary>Takes a record out that failed a rule; a record may fail several.</summary>
    public void Reject(int row, string? field, string rule, string code, string message)
    {
        if (!errors.TryGetValue(row, out var found))
        {
            errors.Add(row, found = []);
            Remove(row);
        }

        found.Add(new RecordError(Step, field, rule, code, message));
    }

    /// <summary>Takes a record out that is not wanted.</summary>
    public void Filter(int row)
    {
        if (Remove(row))
            books.Filtered++;
    }

    /// <summary>Notes that a record goes on in spite of a failed rule.</summary>
    public void Warn(int row)
    {
        warned ??= new Bitmap(asRead.RowCount);
        if (warned[row])
            return;
        warned.Set(row);
        books.Warned++;
    }

    /// <summary>Counts a value that an operation found nothing to change in.</summary>
    public void CountUnmatched() => books.Unmatched++;

    /// <summary>The error that ends the run because of a record.</summary>
    public ConnectorException Failure(int row, string field, string code, string message) =>
        new(ErrorClass.Data, code, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Step}: record {asRead.FirstOrdinal + row} of partition {asRead.Partition}, field '{field}': {message}"));

    /// <summary>Closes the step: takes over <paramref name="result"/> and gives it without the records taken out, which were rejected as they were read.</summary>
    public RecordBatch Close(RecordBatch result, List<RejectedRecord> rejected)
    {
        foreach (var (row, reasons) in errors)
            rejected.Add(new RejectedRecord(asRead.Partition, asRead.FirstOrdinal + row, RecordJson.ToBytes(asRead, row), reasons));
        books.Rejected += errors.Count;
        books.In += count;
        books.Out += count;
        if (removed is null)
            return result;
        using (result)
        {
            var left = new int[count - removed.CountSet()];
            var next = 0;
            foreach (var row in Rows)
            {
                if (!removed[row])
                    left[next++] = row;
            }

            books.Out -= count - left.Length;
            return result.Select(left);
        }
    }

    private bool Remove(int row)
    {
        removed ??= new Bitmap(asRead.RowCount);
        if (removed[row])
            return false;
        removed.Set(row);
        return true;
    }
}
