namespace DataAggregator.Local.Demo;

/// <summary>What is remembered of the installed demo, so that a later start can serve it where its pipeline looks for it.</summary>
/// <param name="PipelineId">The saved pipeline; null before it is installed.</param>
/// <param name="ApiPort">The sample shop's port when the pipeline was saved.</param>
/// <param name="PostgresPort">PostgreSQL's port when the pipeline was saved.</param>
internal sealed record DemoState(string? PipelineId, int ApiPort, int PostgresPort);
