namespace DataAggregator.Core.Streams;

/// <summary>An event of a stream.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="Id">Tells it from all others: delivered again, it is kept once.</param>
/// <param name="Body">A JSON object.</param>
public sealed record StreamEvent(string Stream, string Id, ReadOnlyMemory<byte> Body);
