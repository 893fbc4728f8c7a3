using DataAggregator.Core.Runs.Ends;
using DataAggregator.Core.Streams;

namespace DataAggregator.Core.Triggers;

/// <summary>Something that a trigger waits for has happened.</summary>
/// <param name="Wanted">The run that it asks for; its trigger is named there.</param>
/// <param name="EventId">What has happened: the same, told again, starts nothing more.</param>
public sealed record Firing(WantedRun Wanted, string EventId)
{
    /// <summary>Of a stream, the events that are given to the run: they are once, from where the trigger is.</summary>
    public StreamRange? Range { get; init; }
}
