namespace Microsoft.DurableTask;

/// <summary>An activity: work that an orchestration calls. Derive from <see cref="TaskActivity{TInput, TOutput}"/> instead.</summary>
public interface ITaskActivity
{
    /// <summary>What the input is read as.</summary>
    Type InputType { get; }

    /// <summary>What it returns.</summary>
    Type OutputType { get; }

    /// <summary>Does the work.</summary>
    Task<object?> RunAsync(TaskActivityContext context, object? input);
}
