using DataAggregator.Core.Connectors;

namespace DataAggregator.Core.Runs;

/// <summary>Reads the dead letters that a run claimed, in place of the pipeline's own source. Its config is <c>{"run_id": "..."}</c>.</summary>
public interface IReplaySource : ISource;
