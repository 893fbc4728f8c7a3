using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace DataAggregator.Emulator.Worker.Durable;

/// <summary>
/// A function as an orchestrator. The whole pipeline runs inside the orchestration, as officially: middleware is replayed with it, so it
/// may only await what is durable.
/// </summary>
internal sealed class OrchestratorFunction : ITaskOrchestrator
{
    private readonly FunctionDescriptor function;
    private readonly FunctionInvoker invoker;
    private readonly FunctionParameter? input;

    public OrchestratorFunction(FunctionDescriptor function, FunctionInvoker invoker)
    {
        this.function = function;
        this.invoker = invoker;

        // The first parameter that nothing else binds gets the orchestration's input.
        input = function.ParameterBindings
            .Where(binding => binding.Attribute is null && binding.Parameter.Type != typeof(FunctionContext) && binding.Parameter.Type != typeof(CancellationToken))
            .Select(binding => binding.Parameter)
            .FirstOrDefault();
    }

    public Type InputType => input?.Type ?? typeof(object);

    public Type OutputType => typeof(object);

    public Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
    {
        ArgumentNullException.ThrowIfNull(context);
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { [function.TriggerParameter.Name!] = context };
        if (this.input is { } parameter)
        {
            values[parameter.Name] = input ?? MissingInput(parameter);
        }

        return invoker.RunWithinOrchestrationAsync(function, new TriggerData
        {
            Input = values,
            BindingData = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = context.InstanceId },
        });
    }

    // An orchestration may be started without the number that its function wants: officially the number is then zero.
    private static object? MissingInput(FunctionParameter parameter)
        => parameter.HasDefaultValue || parameter.IsReferenceOrNullableType ? parameter.DefaultValue : Activator.CreateInstance(parameter.Type);
}
