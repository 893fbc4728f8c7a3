namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>
/// Waits for the events of one kind of trigger and invokes the functions that have it by <see cref="FunctionInvoker"/>.
/// Register an implementation as a singleton <see cref="ITriggerListener"/>; the host starts it after the application's own hosted
/// services, if at least one function has its trigger, and stops it first.
/// </summary>
internal interface ITriggerListener
{
    /// <summary>The trigger attribute that this listener serves.</summary>
    Type Trigger { get; }

    /// <summary>Begins to listen.</summary>
    /// <param name="functions">The functions that have the trigger.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>A task that ends when the listener listens.</returns>
    Task StartAsync(IReadOnlyList<FunctionDescriptor> functions, CancellationToken cancellationToken);

    /// <summary>Stops listening and waits for running invocations.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when nothing runs any more.</returns>
    Task StopAsync(CancellationToken cancellationToken);
}
