using DataAggregator.Core.Records;

namespace DataAggregator.Core.Transformations;

/// <summary>Collects the first records that go into and come out of every step, for people who write steps. Not for several workers at once.</summary>
public sealed class StepSamples
{
    private readonly Dictionary<string, StepSample> byStep;

    /// <summary>Samples of steps.</summary>
    /// <param name="size">The most records of each side of each step.</param>
    /// <param name="steps">The steps in order: how errors call each, and its name in the books.</param>
    public StepSamples(int size, IEnumerable<(string Step, string Name)> steps)
    {
        Size = size;
        Steps = [.. steps.Select(step => new StepSample(step.Step, step.Name))];
        byStep = Steps.ToDictionary(sample => sample.Step, StringComparer.Ordinal);
    }

    /// <summary>The most records of each side of each step.</summary>
    public int Size { get; }

    /// <summary>What was collected, step by step.</summary>
    public IReadOnlyList<StepSample> Steps { get; }

    /// <summary>Notes records that go into a step.</summary>
    public void TakeBefore(string step, RecordBatch batch) => Take(byStep.GetValueOrDefault(step)?.Inputs, batch);

    /// <summary>Notes records that came out of a step.</summary>
    public void TakeAfter(string step, RecordBatch batch) => Take(byStep.GetValueOrDefault(step)?.Outputs, batch);

    // The steps inside of a step are not listed: what they do shows in what that one does.
    private void Take(List<ReadOnlyMemory<byte>>? sample, RecordBatch batch)
    {
        for (var i = 0; i < batch.Count && sample?.Count < Size; i++)
            sample.Add(RecordJson.ToBytes(batch, batch.RowAt(i)));
    }
}
