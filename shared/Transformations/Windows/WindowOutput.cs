using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Windows;

/// <summary>The results of one function, batch by batch: those of a batch may come in while later ones are read.</summary>
internal sealed class WindowOutput
{
    private readonly Queue<(ValueBuilder Values, int Rows)> waiting = [];
    private readonly Queue<ValueBuilder> complete = [];

    /// <summary>Whether the results of the oldest batch are all there.</summary>
    public bool IsComplete
    {
        get
        {
            Advance();
            return complete.Count > 0;
        }
    }

    /// <summary>Where the next result goes.</summary>
    public ValueBuilder Next
    {
        get
        {
            Advance();
            return waiting.Peek().Values;
        }
    }

    /// <summary>Expects the results of a batch.</summary>
    public void Expect(DataType type, int rows) => waiting.Enqueue((new ValueBuilder(type, rows), rows));

    /// <summary>The results of the oldest batch.</summary>
    public Column Take() => complete.Dequeue().Build();

    private void Advance()
    {
        while (waiting.TryPeek(out var oldest) && oldest.Values.Count == oldest.Rows)
            complete.Enqueue(waiting.Dequeue().Values);
    }
}
