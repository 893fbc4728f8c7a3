using System.Diagnostics;
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

    /// <summary>
    /// Runs an orchestrator's function inside its orchestration. It may be left in the middle for ever, so it holds nothing that has to be
    /// given back; its exceptions are the orchestration's; and it awaits nothing but the function.
    /// </summary>
    /// <param name="function">The function.</param>
    /// <param name="data">The orchestration's context and input.</param>
    /// <returns>What the function returned.</returns>
    public async Task<object?> RunWithinOrchestrationAsync(FunctionDescriptor function, TriggerData data)
    {
        await using var context = new EmulatedFunctionContext(function, data, binder, scopes, lifetime.ApplicationStopping);
        using var scope = log.BeginScope(new InvocationScope(function.Name, context.InvocationId));
        await pipeline.RunAsync(context);
        return context.Bindings.Result;
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
