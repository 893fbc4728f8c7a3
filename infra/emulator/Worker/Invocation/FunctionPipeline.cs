using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Context.Features;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>The middleware in the order of registration, and the function itself at the end.</summary>
internal sealed class FunctionPipeline
{
    private readonly FunctionExecutionDelegate first;

    public FunctionPipeline(IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        first = middleware.Reverse().Aggregate((FunctionExecutionDelegate)EndAsync, (next, wrap) => wrap(next));
    }

    public Task RunAsync(FunctionContext context) => first(context);

    /// <summary>Binds the arguments and calls the function, without middleware.</summary>
    /// <param name="context">The invocation.</param>
    /// <returns>A task that ends with the function.</returns>
    public static async Task CallFunctionAsync(FunctionContext context)
    {
        var function = (FunctionDescriptor)context.FunctionDefinition;
        var instance = function.Method.IsStatic ? null : ActivatorUtilities.CreateInstance(context.InstanceServices, function.Method.ReflectedType!);
        var bound = await context.Features.Get<IFunctionInputBindingFeature>()!.BindFunctionInputAsync(context);
        context.Features.Get<InvocationBindings>()!.Result = await function.CallAsync(instance, bound.Values);
    }

    private static Task EndAsync(FunctionContext context)
    {
        if (context.Features.Get<InsteadOfFunction>() is not { } instead)
        {
            return CallFunctionAsync(context);
        }

        instead.Run();
        return Task.CompletedTask;
    }
}
