namespace Microsoft.DurableTask;

/// <summary>An activity with a typed input and output. It runs at least once, so what it does should bear repetition.</summary>
public abstract class TaskActivity<TInput, TOutput> : ITaskActivity
{
    /// <summary>For implementers.</summary>
    protected TaskActivity()
    {
    }

    Type ITaskActivity.InputType => typeof(TInput);

    Type ITaskActivity.OutputType => typeof(TOutput);

    /// <summary>Runs it.</summary>
    public abstract Task<TOutput> RunAsync(TaskActivityContext context, TInput input);

    async Task<object?> ITaskActivity.RunAsync(TaskActivityContext context, object? input)
    {
        ArgumentNullException.ThrowIfNull(context);
        return input switch
        {
            TInput typed => await RunAsync(context, typed),
            null => await RunAsync(context, default!),
            _ => throw new ArgumentException($"The input is of type {input.GetType()}; {typeof(TInput)} was expected.", nameof(input)),
        };
    }
}
