namespace DataAggregator.Orchestrations.Runs;

/// <summary>A connector's failure with the step it happened in.</summary>
internal sealed class StepFailedException(RunFailure failure, Exception innerException) : Exception(failure.Message, innerException)
{
    public RunFailure Failure { get; } = failure;
}
