namespace DataAggregator.Transformations.Enriching;

/// <summary>The newest answers by address, for all chains of a run.</summary>
internal sealed class AnswerCache(int capacity)
{
    private readonly Lock mutex = new();
    private readonly Dictionary<string, EnrichmentAnswer> answers = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    /// <summary>The answer, or null when it is not kept.</summary>
    public EnrichmentAnswer? Find(string url)
    {
        lock (mutex)
            return answers.GetValueOrDefault(url);
    }

    /// <summary>Keeps an answer, and forgets the oldest where there are too many.</summary>
    public void Keep(string url, EnrichmentAnswer answer)
    {
        lock (mutex)
        {
            if (!answers.TryAdd(url, answer))
                return;
            order.Enqueue(url);
            if (order.Count > capacity)
                answers.Remove(order.Dequeue());
        }
    }
}
