using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Engine;

/// <summary>Row steps, one after the other.</summary>
internal sealed class TransformationChain(IReadOnlyList<(IRowStep Step, StepBooks Books)> steps, TransformationResources resources, TimeProvider time) : ITransformationChain
{
    private readonly Scratch scratch = new();
    private readonly RowNumbers numbers = new();
    private readonly CopyCounts copies = new();
    private bool isPrepared;

    public IReadOnlyList<StepCounts> Counts => [.. steps.Select(step => step.Books.ToCounts())];

    /// <summary>Whether a step that needs the whole run follows: then records of which some come from one know where it stands.</summary>
    public bool IsGathered { get; init; }

    public IAsyncEnumerable<TransformResult> ApplyAsync(RecordBatch input, CancellationToken cancellationToken) =>
        ApplyAsync(input, RowOrigins.Of(input), origins => IsGathered && origins.IsExpanded, cancellationToken);

    /// <summary>Takes records that come from somewhere else than where they stand.</summary>
    /// <param name="input">The records, which it takes over.</param>
    /// <param name="origins">Where they come from.</param>
    /// <param name="isPlaced">Whether those that come out are to have their places with them (<see cref="RecordPlaces"/>).</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async IAsyncEnumerable<TransformResult> ApplyAsync(
        RecordBatch input, RowOrigins origins, Func<RowOrigins, bool> isPlaced, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A record is rejected as it came in, so the batch stays until the last part is through.
        using var first = input;
        if (!isPrepared)
            await PrepareAsync(cancellationToken).ConfigureAwait(false);
        copies.Clear();
        var waiting = new Stack<WaitingPart>([new WaitingPart(first.Share(), origins, 0, null)]);
        try
        {
            while (waiting.Count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (await PassAsync(waiting, isPlaced, cancellationToken).ConfigureAwait(false) is not { } result)
                    continue;
                if (waiting.Count == 0)
                    first.Dispose();
                yield return result;
            }
        }
        finally
        {
            foreach (var part in waiting)
                part.Dispose();
        }
    }

    /// <summary>Passes the next part through what steps are left; what a step cannot take at a time waits.</summary>
    /// <returns>Null where a record had no further part.</returns>
    private async ValueTask<TransformResult?> PassAsync(Stack<WaitingPart> waiting, Func<RowOrigins, bool> isPlaced, CancellationToken cancellationToken)
    {
        var (current, origins, next, parts) = waiting.Pop();
        var rejected = new List<RejectedRecord>();
        if (parts is not null)
        {
            if (Continue(waiting, new WaitingPart(current, origins, next, parts), rejected) is not { } part)
                return null;
            (current, origins) = part;
            next++;
        }

        try
        {
            for (; next < steps.Count; next++)
            {
                if (steps[next].Step is not IExpandingStep expanding)
                {
                    (current, origins) = await ApplyAsync(next, current, origins, rejected, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                if (expanding.Fitting(current, Open(next, current, origins)) is var fitting && fitting < current.Count)
                {
                    using var whole = current;
                    var rows = numbers.Of(whole).AsSpan(0, whole.Count);
                    waiting.Push(new WaitingPart(whole.Select(rows[fitting..].ToArray()), origins, next, null));
                    current = whole.Select(rows[..fitting].ToArray());
                }

                if (current.Count == 1)
                    (current, origins) = Continue(waiting, InParts(expanding, next, current, origins), rejected)!.Value;
                else
                    (current, origins) = await ApplyAsync(next, current, origins, rejected, cancellationToken).ConfigureAwait(false);
            }

            if (!isPlaced(origins))
                return new TransformResult(current, rejected);
            using (current)
                return new TransformResult(RecordPlaces.Insert(current, origins), rejected);
        }
        catch
        {
            current.Dispose();
            throw;
        }
    }

    private WaitingPart InParts(IExpandingStep step, int at, RecordBatch record, RowOrigins origins)
    {
        resources.Samples?.TakeBefore(steps[at].Books.Step, record);
        var isContinued = false;
        return new WaitingPart(record, origins, at, step.ApplyInParts(record, OpenPart).GetEnumerator());

        StepScope OpenPart()
        {
            var scope = Open(at, record, origins, isContinued);
            isContinued = true;
            return scope;
        }
    }

    /// <summary>The next part that a step makes of a record; the rest waits.</summary>
    private (RecordBatch Batch, RowOrigins Origins)? Continue(Stack<WaitingPart> waiting, WaitingPart record, List<RejectedRecord> rejected)
    {
        waiting.Push(record);
        var started = time.GetTimestamp();
        if (!record.Parts!.MoveNext())
        {
            waiting.Pop().Dispose();
            return null;
        }

        var (batch, scope) = record.Parts.Current;
        return Close(record.Step, scope, batch, started, rejected);
    }

    private async ValueTask<(RecordBatch Batch, RowOrigins Origins)> ApplyAsync(
        int at, RecordBatch input, RowOrigins origins, List<RejectedRecord> rejected, CancellationToken cancellationToken)
    {
        using var taken = input;
        var (step, books) = steps[at];
        resources.Samples?.TakeBefore(books.Step, taken);
        var started = time.GetTimestamp();
        if (step is IFetchingStep fetching)
            await fetching.FetchAsync(taken, cancellationToken).ConfigureAwait(false);
        var scope = Open(at, taken, origins);
        return Close(at, scope, step.Apply(taken, scope), started, rejected);
    }

    private StepScope Open(int at, RecordBatch batch, RowOrigins origins, bool isContinued = false) =>
        new(steps[at].Books, resources.Context, origins, batch.RowCount, scratch, numbers.Of(batch), batch.Count) { IsContinued = isContinued, Copies = copies };

    private (RecordBatch Batch, RowOrigins Origins) Close(int at, StepScope scope, RecordBatch result, long started, List<RejectedRecord> rejected)
    {
        var books = steps[at].Books;
        var output = scope.Close(result, rejected, out var origins);
        books.DurationMicroseconds += (long)time.GetElapsedTime(started).TotalMicroseconds;
        resources.Samples?.TakeAfter(books.Step, output);
        return (output, origins);
    }

    private async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (var (step, _) in steps)
        {
            if (step is IPreparingStep preparing)
                await preparing.PrepareAsync(resources, cancellationToken).ConfigureAwait(false);
        }

        isPrepared = true;
    }
}
