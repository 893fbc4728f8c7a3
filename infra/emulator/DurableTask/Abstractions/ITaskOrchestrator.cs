namespace Microsoft.DurableTask;

/// <summary>An orchestrator: deterministic code that is replayed. Derive from <see cref="TaskOrchestrator{TInput, TOutput}"/> instead.</summary>
public interface ITaskOrchestrator
{
    /// <summary>What the input is read as.</summary>
    Type InputType { get; }

    /// <summary>What it returns.</summary>
    Type OutputType { get; }

    /// <summary>Runs, from the beginning or again from the history.</summary>
    Task<object?> RunAsync(TaskOrchestrationContext context, object? input);
}
