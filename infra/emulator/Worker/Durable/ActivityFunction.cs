using System.Runtime.ExceptionServices;
using DataAggregator.Emulator.Durable;
using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace DataAggregator.Emulator.Worker.Durable;

/// <summary>A function as an activity.</summary>
internal sealed class ActivityFunction(FunctionDescriptor function, FunctionInvoker invoker) : ITaskActivity
{
    public Type InputType => BindsContext ? typeof(object) : function.TriggerParameter.ParameterType;

    public Type OutputType => typeof(object);

    // The trigger's parameter may ask for who calls instead of the input.
    private bool BindsContext => function.TriggerParameter.ParameterType == typeof(FunctionContext)
        || function.TriggerParameter.ParameterType == typeof(TaskActivityContext);

    public async Task<object?> RunAsync(TaskActivityContext context, object? input)
    {
        ArgumentNullException.ThrowIfNull(context);
        var name = function.TriggerParameter.Name!;
        var stopping = ((EmulatorActivityContext)context).CancellationToken;
        var outcome = await invoker.InvokeAsync(
            function,
            new TriggerData
            {
                Input = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { [name] = BindsContext ? context : input },
                BindingData = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = context.InstanceId },
                FailureIsHandled = true,
                HostStopIsHandled = true,
            },
            stopping);
        if (outcome.Error is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        return outcome.Result;
    }
}
