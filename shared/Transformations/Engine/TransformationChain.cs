using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Engine;

/// <summary>Row steps, one after the other.</summary>
internal sealed class TransformationChain(IReadOnlyList<(IRowStep Step, StepBooks Books)> steps, TransformationResources resources, TimeProvider time) : ITransformationChain
{
    private readonly Scratch scratch = new();
    private readonly RowNumbers numbers = new();
    private bool isPrepared;

    public IReadOnlyList<StepCounts> Counts => [.. steps.Select(step => step.Books.ToCounts())];

    public async ValueTask<TransformResult> ApplyAsync(RecordBatch input, CancellationToken cancellationToken)
    {
        if (!isPrepared)
            await PrepareAsync(cancellationToken).ConfigureAwait(false);
        var rejected = new List<RejectedRecord>();
        var origins = RowOrigins.Of(input);
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

            return new TransformResult(current, rejected);
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
