using System.Collections.Concurrent;

namespace DataAggregator.Tests.Integration.Local;

/// <summary>Keeps what a progress was told.</summary>
internal sealed class Told : IProgress<string>
{
    private readonly ConcurrentQueue<string> lines = new();

    public IReadOnlyCollection<string> Lines => lines;

    public void Report(string value) => lines.Enqueue(value);
}
