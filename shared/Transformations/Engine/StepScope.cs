using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Engine;

/// <summary>What a step sees of the batch at hand, and where it says which records do not go on. Rows are physical rows of the batch.</summary>
/// <param name="books">The step's books.</param>
/// <param name="context">What rules may know of the run.</param>
/// <param name="origins">The batch as it was read, and which of its rows each row at hand comes from.</param>
/// <param name="rowCount">Physical rows of the batch.</param>
/// <param name="scratch">Buffers for the value at hand.</param>
/// <param name="rows">Begins with the rows in the stream, ascending.</param>
/// <param name="count">How many those are.</param>
internal sealed class StepScope(StepBooks books, TransformContext context, RowOrigins origins, int rowCount, Scratch scratch, int[] rows, int count)
{
    private readonly SortedDictionary<int, List<RecordError>> errors = [];
    private Bitmap? removed;
    private Bitmap? warned;
    private int[]? parents;
    private NestedResult? nested;

    /// <summary>Whether this is a further part of what the step makes of a record, which was counted with the first.</summary>
    public bool IsContinued { get; init; }

    /// <summary>How many rows the steps made of the record that they came to last, in parts before this one.</summary>
    public CopyCounts Copies { get => field ??= new CopyCounts(); init; }

    /// <summary>The branch that the step is in: <c>transformations[2].then</c>; empty outside of branches.</summary>
    public string Branch { get; init; } = "";

    /// <summary>The rows in the stream, ascending.</summary>
    public ReadOnlySpan<int> Rows => rows.AsSpan(0, count);

    /// <summary>What rules may know of the run.</summary>
    public TransformContext Context => context;

    /// <summary>Buffers for the value at hand.</summary>
    public Scratch Scratch => scratch;

    /// <summary>How the step is called in errors: <c>transformations[2]</c>.</summary>
    public string Step => books.Step;

    /// <summary>The step's books.</summary>
    public StepBooks Books => books;

    /// <summary>Which rows of the batch as read the rows at hand come from.</summary>
    public RowOrigins Origins => origins;

    /// <summary>Which row each result row came of, where the step said so.</summary>
    public int[]? OwnParents => nested is null ? parents : nested.Parents;

    /// <summary>Whether the record was taken out by this step.</summary>
    public bool IsRemoved(int row) => removed is not null && removed[row];

    /// <summary>Those of <see cref="Rows"/> that this step did not take out, in <paramref name="buffer"/>, which grows as needed.</summary>
    public ReadOnlySpan<int> Remaining(ref int[] buffer)
    {
        if (removed is null)
            return Rows;
        if (buffer.Length < count)
            buffer = new int[count];
        var left = 0;
        foreach (var row in Rows)
        {
            if (!removed[row])
                buffer[left++] = row;
        }

        return buffer.AsSpan(0, left);
    }

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

    /// <summary>Takes a record out that is a duplicate of another.</summary>
    public void Deduplicate(int row)
    {
        if (Remove(row))
            books.Deduplicated++;
    }

    /// <summary>Notes that a record goes on in spite of a failed rule.</summary>
    public void Warn(int row)
    {
        warned ??= new Bitmap(rowCount);
        if (warned[row])
            return;
        warned.Set(row);
        books.Warned++;
    }

    /// <summary>Counts a value that an operation found nothing to change in.</summary>
    public void CountUnmatched() => books.Unmatched++;

    /// <summary>
    /// Says that the result has rows of its own: result row <c>k</c> came of row <c>parents[k]</c>, ascending; rows that were taken out have none.
    /// A row in the stream without any counts as filtered.
    /// </summary>
    public void Expand(int[] parentRows) => parents = parentRows;

    /// <summary>Says what steps inside this one made of all records of <see cref="Rows"/>: their books become this step's.</summary>
    public void Take(NestedResult result) => nested = result;

    /// <summary>A scope for a step inside this one.</summary>
    public StepScope Inside(string branch, StepBooks inner, RowOrigins innerOrigins, RecordBatch batch, int[] innerRows, CopyCounts copies, bool isContinued = false) =>
        new(inner, context, innerOrigins, batch.RowCount, scratch, innerRows, batch.Count) { Branch = branch, IsContinued = isContinued, Copies = copies };

    /// <summary>The error that ends the run because of a record.</summary>
    public ConnectorException Failure(int row, string field, string code, string message) => new(ErrorClass.Data, code, $"{Step}: {origins.Place(row)}, field '{field}': {message}");

    /// <summary>Closes a row step: takes over <paramref name="result"/> and gives it without the records taken out, which were rejected as they were read.</summary>
    /// <param name="result">What the step gave.</param>
    /// <param name="rejected">Gets the records that failed.</param>
    /// <param name="next">Where the rows of the result come from.</param>
    public RecordBatch Close(RecordBatch result, List<RejectedRecord> rejected, out RowOrigins next)
    {
        next = origins;
        if (nested is not null)
        {
            CloseErrors(rejected);
            rejected.AddRange(nested.Rejected);
            books.Rejected += nested.Rejected.Count;
            books.Filtered += nested.Filtered;
            books.Added += nested.Added;
            books.Warned += nested.Warned;
            books.Unmatched += nested.Unmatched;
            books.Out += result.Count;
            next = nested.Parents is { } own ? Expanded(own) : origins;
            return result;
        }

        if (parents is not null)
        {
            CloseExpanded(result, rejected);
            next = Expanded(parents);
            return result;
        }

        var left = CloseRows(rejected);
        books.Out += left.Length;
        if (removed is null)
            return result;
        using (result)
            return result.Select(left.ToArray());
    }

    /// <summary>Closes a step for the records in <see cref="Rows"/>, and gives those that were not taken out.</summary>
    public ReadOnlySpan<int> CloseRows(List<RejectedRecord> rejected)
    {
        CloseErrors(rejected);
        if (removed is null)
            return Rows;
        var left = new int[count - removed.CountSet()];
        var next = 0;
        foreach (var row in Rows)
        {
            if (!removed[row])
                left[next++] = row;
        }

        return left;
    }

    private RowOrigins Expanded(int[] own) => Copies.Continue(Step, origins.Expand(own, Branch));

    private void CloseExpanded(RecordBatch result, List<RejectedRecord> rejected)
    {
        CloseErrors(rejected);
        var withChildren = 0;
        for (var i = 0; i < parents!.Length; i++)
        {
            if (i == 0 || parents[i] != parents[i - 1])
                withChildren++;
        }

        var gone = removed?.CountSet() ?? 0;
        books.Filtered += IsContinued ? 0 : count - gone - withChildren;
        books.Added += parents.Length - (IsContinued ? 0 : withChildren);
        books.Out += result.Count;
    }

    private void CloseErrors(List<RejectedRecord> rejected)
    {
        foreach (var (row, reasons) in errors)
            rejected.Add(origins.Reject(row, reasons));
        books.Rejected += errors.Count;
        books.In += IsContinued ? 0 : count;
    }

    private bool Remove(int row)
    {
        removed ??= new Bitmap(rowCount);
        if (removed[row])
            return false;
        removed.Set(row);
        return true;
    }
}
