using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace DataAggregator.Emulator.Worker.Durable;

/// <summary>A function as an orchestrator.</summary>
internal sealed class OrchestratorFunction : ITaskOrchestrator
{
    private readonly FunctionDescriptor function;
    private readonly FunctionParameter? input;

    public OrchestratorFunction(FunctionDescriptor function)
    {
        this.function = function;

        // The first parameter that nothing else binds gets the orchestration's input.
        input = function.ParameterBindings
            .Where(binding => binding.Attribute is null && binding.Parameter.Type != typeof(FunctionContext) && binding.Parameter.Type != typeof(CancellationToken))
            .Select(binding => binding.Parameter)
            .FirstOrDefault();
    }

    public Type InputType => input?.Type ?? typeof(object);

    public Type OutputType => typeof(object);

    /// <summary>The name under which orchestrations of a function are started.</summary>
    public static string Name(FunctionDescriptor function) => ((OrchestrationTriggerAttribute)function.Trigger).Orchestration ?? function.Name;

    public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
    {
        ArgumentNullException.ThrowIfNull(context);
        var turn = OrchestrationTurns.Current;
        turn.Input[function.TriggerParameter.Name!] = context;
        if (this.input is { } parameter)
        {
            turn.Input[parameter.Name] = input ?? MissingInput(parameter);
        }

        var invocation = turn.Context!;
        var running = FunctionPipeline.CallFunctionAsync(invocation);
        turn.Function = running;
        await running;

        // The result is the orchestration's; officially the middleware sees nothing of it.
        var result = invocation.Bindings.Result;
        invocation.Bindings.Result = null;
        return result;
    }

    // An orchestration may be started without the number that its function wants: the number is then zero.
    private static object? MissingInput(FunctionParameter parameter)
        => parameter.HasDefaultValue || parameter.IsReferenceOrNullableType ? parameter.DefaultValue : Activator.CreateInstance(parameter.Type);
}
