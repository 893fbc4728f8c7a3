using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;

namespace DataAggregator.Transformations.Branches;

/// <summary>What the steps of a branch make of a single record, in parts: what a step cannot take at a time waits until what came before is through all of them.</summary>
internal sealed class BranchParts(string branch, IReadOnlyList<(IRowStep Step, StepPlan Plan)> steps, StepScope scope)
{
    private readonly RowNumbers numbers = new();
    private List<RejectedRecord> rejected = [];
    private List<StepBooks> books = [];

    /// <summary>The parts, each with what was rejected and counted since the one before.</summary>
    /// <param name="at">The number of the step that the records come to.</param>
    /// <param name="records">The records, which it takes over.</param>
    public IEnumerable<BranchResult> From(int at, BranchRecords records)
    {
        if (at == steps.Count)
        {
            var result = new BranchResult(records.Batch, records.Parents, rejected, books);
            (rejected, books) = ([], []);
            yield return result;
            yield break;
        }

        using (records.Batch)
        {
            foreach (var made in Made(at, records))
            {
                foreach (var result in From(at + 1, made))
                    yield return result;
            }
        }
    }

    private IEnumerable<BranchRecords> Made(int at, BranchRecords records)
    {
        if (steps[at].Step is not IExpandingStep expanding)
        {
            var scope = Open(at, records);
            yield return records.Close(scope, steps[at].Step.Apply(records.Batch, scope), rejected);
            yield break;
        }

        var first = 0;
        do
        {
            var rest = (records with { Batch = records.Batch.Share() }).Select(first, records.Batch.Count - first);
            var part = rest.Select(0, expanding.Fitting(rest.Batch, scope.Inside(branch, steps[at].Plan.NewBooks(), rest.Origins, rest.Batch, numbers.Of(rest.Batch), scope.Copies)));
            using var taken = part.Batch;
            first += taken.Count;
            foreach (var made in Parts(at, expanding, part))
                yield return made;
        }
        while (first < records.Batch.Count);
    }

    private IEnumerable<BranchRecords> Parts(int at, IExpandingStep step, BranchRecords part)
    {
        var isContinued = false;
        foreach (var (batch, inner) in part.Batch.Count == 1 ? step.ApplyInParts(part.Batch, OpenPart) : Whole())
            yield return part.Close(inner, batch, rejected);

        StepScope OpenPart()
        {
            var inner = Open(at, part, isContinued);
            isContinued = true;
            return inner;
        }

        IEnumerable<(RecordBatch, StepScope)> Whole()
        {
            var inner = Open(at, part);
            yield return (step.Apply(part.Batch, inner), inner);
        }
    }

    private StepScope Open(int at, BranchRecords records, bool isContinued = false)
    {
        var own = steps[at].Plan.NewBooks();
        books.Add(own);
        return scope.Inside(branch, own, records.Origins, records.Batch, numbers.Of(records.Batch), scope.Copies, isContinued);
    }
}
