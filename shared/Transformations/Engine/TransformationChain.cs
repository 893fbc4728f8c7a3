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

    public ValueTask<TransformResult> ApplyAsync(RecordBatch input, CancellationToken cancellationToken) =>
        ApplyAsync(input, RowOrigins.Of(input), origins => IsGathered && origins.IsExpanded, cancellationToken);

    /// <summary>Takes records that come from somewhere else than where they stand.</summary>
    /// <param name="input">The records; the caller keeps, and disposes, them.</param>
    /// <param name="origins">Where they come from.</param>
    /// <param name="isPlaced">Whether those that come out are to have their places with them (<see cref="RecordPlaces"/>).</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<TransformResult> ApplyAsync(RecordBatch input, RowOrigins origins, Func<RowOrigins, bool> isPlaced, CancellationToken cancellationToken)
    {
        if (!isPrepared)
            await PrepareAsync(cancellationToken).ConfigureAwait(false);
        var rejected = new List<RejectedRecord>();
        var current = input.Share();
        try
        {
            foreach (var (step, books) in steps)
            {
                resources.Samples?.TakeBefore(books.Step, current);
                var started = time.GetTimestamp();
                if (step is IFetchingStep fetching)
                    await fetching.FetchAsync(current, cancellationToken).ConfigureAwait(false);
                var scope = new StepScope(books, resources.Context, origins, current.RowCount, scratch, numbers.Of(current), current.Count);
                var next = scope.Close(step.Apply(current, scope), rejected, out origins);
                current.Dispose();
                current = next;
                books.DurationMicroseconds += (long)time.GetElapsedTime(started).TotalMicroseconds;
                resources.Samples?.TakeAfter(books.Step, current);
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
