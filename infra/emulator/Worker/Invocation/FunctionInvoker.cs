using System.Diagnostics;
using DataAggregator.Emulator.Worker.Durable;
using DataAggregator.Emulator.Worker.Hosting;
using DataAggregator.Emulator.Worker.HostJson;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>
/// Runs a function through the middleware: what every trigger calls. It makes the <c>FunctionContext</c> with its service scope,
/// token (the trigger's, the host's stop and <c>functionTimeout</c> together), trace and log scope, and turns exceptions into an outcome.
/// </summary>
internal sealed class FunctionInvoker(
    FunctionPipeline pipeline,
    InputBinder binder,
    HostSettings settings,
    IServiceScopeFactory scopes,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<FunctionInvoker> log)
{
    // The official worker's source, so that an exporter that subscribes to it works on both hosts.
    private static readonly ActivitySource Source = new("Microsoft.Azure.Functions.Worker");

    /// <summary>Invokes a function once.</summary>
    /// <param name="function">The function.</param>
    /// <param name="data">What the trigger brings.</param>
    /// <param name="cancellationToken">The trigger's wish to give up.</param>
    /// <returns>How it ended; an exception of the function is in there and not thrown.</returns>
    public async Task<FunctionOutcome> InvokeAsync(FunctionDescriptor function, TriggerData data, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(settings.FunctionTimeout ?? Timeout.InfiniteTimeSpan, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, data.HostStopIsHandled ? CancellationToken.None : lifetime.ApplicationStopping, timeout.Token);
        using var activity = Source.StartActivity($"function {function.Name}");
        await using var context = new EmulatedFunctionContext(function, data, binder, scopes, stop.Token);
        activity?.SetTag("faas.name", function.Name).SetTag("faas.invocation_id", context.InvocationId);
        using var scope = log.BeginScope(new InvocationScope(function.Name, context.InvocationId));
        try
        {
            data.Prepare?.Invoke(context);
            await pipeline.RunAsync(context);
            return new FunctionOutcome(context, context.Bindings.Result, null);
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            LogFailure(function, data, context, exception, timeout.IsCancellationRequested);
            return new FunctionOutcome(context, null, exception);
        }
    }

    /// <summary>Runs the middleware around a turn of an orchestrator function. What the middleware throws is thrown.</summary>
    /// <param name="function">The function.</param>
    /// <param name="turn">The turn, which the function is called in.</param>
    /// <param name="make">Makes the turn.</param>
    /// <returns>A task that ends with the pipeline.</returns>
    public async Task RunTurnAsync(FunctionDescriptor function, OrchestrationTurn turn, Action<EmulatedFunctionContext> make)
    {
        var context = new EmulatedFunctionContext(function, turn.Data, binder, scopes, lifetime.ApplicationStopping);
        context.Features.Set(new InsteadOfFunction(() => make(context)));
        using var scope = log.BeginScope(new InvocationScope(function.Name, context.InvocationId));
        try
        {
            await pipeline.RunAsync(context);
        }
        finally
        {
            // An orchestrator that is kept in memory for its next turn keeps the services that it began with.
            if (turn.Function is null or { IsCompleted: true })
            {
                await context.DisposeAsync();
            }
        }
    }

    private void LogFailure(FunctionDescriptor function, TriggerData data, EmulatedFunctionContext context, Exception exception, bool timedOut)
    {
        if (timedOut)
        {
            Log.FunctionTimedOut(log, function.Name, context.InvocationId, settings.FunctionTimeout!.Value);
        }
        else if (exception is OperationCanceledException && context.CancellationToken.IsCancellationRequested)
        {
            Log.FunctionCancelled(log, function.Name, context.InvocationId);
        }
        else if (!data.FailureIsHandled)
        {
            Log.FunctionFailed(log, exception, function.Name, context.InvocationId);
        }
    }
}
