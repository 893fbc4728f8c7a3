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
        // Parts that wait, the next on top, each with the step that it comes to.
        var waiting = new Stack<(RecordBatch Batch, RowOrigins Origins, int Step)>([(first.Share(), origins, 0)]);
        try
        {
            while (waiting.Count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var result = await PassAsync(waiting, isPlaced, cancellationToken).ConfigureAwait(false);
                if (waiting.Count == 0)
                    first.Dispose();
                yield return result;
            }
        }
        finally
        {
            foreach (var part in waiting)
                part.Batch.Dispose();
        }
    }

    /// <summary>Passes the next part through what steps are left; what a step cannot take at a time waits.</summary>
    private async ValueTask<TransformResult> PassAsync(
        Stack<(RecordBatch Batch, RowOrigins Origins, int Step)> waiting, Func<RowOrigins, bool> isPlaced, CancellationToken cancellationToken)
    {
        var (current, origins, next) = waiting.Pop();
        var rejected = new List<RejectedRecord>();
        try
        {
            for (; next < steps.Count; next++)
            {
                if (steps[next].Step is IExpandingStep expanding && expanding.Fitting(current, scratch) is var fitting && fitting < current.Count)
                {
                    using var whole = current;
                    var rows = numbers.Of(whole).AsSpan(0, whole.Count);
                    waiting.Push((whole.Select(rows[fitting..].ToArray()), origins, next));
                    current = whole.Select(rows[..fitting].ToArray());
                }

                (current, origins) = await ApplyAsync(steps[next], current, origins, rejected, cancellationToken).ConfigureAwait(false);
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

    private async ValueTask<(RecordBatch Batch, RowOrigins Origins)> ApplyAsync(
        (IRowStep Step, StepBooks Books) at, RecordBatch input, RowOrigins origins, List<RejectedRecord> rejected, CancellationToken cancellationToken)
    {
        using var taken = input;
        resources.Samples?.TakeBefore(at.Books.Step, taken);
        var started = time.GetTimestamp();
        if (at.Step is IFetchingStep fetching)
            await fetching.FetchAsync(taken, cancellationToken).ConfigureAwait(false);
        var scope = new StepScope(at.Books, resources.Context, origins, taken.RowCount, scratch, numbers.Of(taken), taken.Count);
        var output = scope.Close(at.Step.Apply(taken, scope), rejected, out origins);
        at.Books.DurationMicroseconds += (long)time.GetElapsedTime(started).TotalMicroseconds;
        resources.Samples?.TakeAfter(at.Books.Step, output);
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
