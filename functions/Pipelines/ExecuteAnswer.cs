namespace DataAggregator.Functions.Pipelines;

/// <summary>What starting a run answers.</summary>
/// <param name="RunId">The run, which <c>GET /runs/{id}</c> shows.</param>
public sealed record ExecuteAnswer(string RunId);
