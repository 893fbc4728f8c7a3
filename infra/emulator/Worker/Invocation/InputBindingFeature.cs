using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Context.Features;

namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>Binds the arguments of one invocation, once, so that what middleware changes in them stays.</summary>
internal sealed class InputBindingFeature(InputBinder binder) : IFunctionInputBindingFeature
{
    private FunctionInputBindingResult? bound;

    public async ValueTask<FunctionInputBindingResult> BindFunctionInputAsync(FunctionContext context)
        => bound ??= new FunctionInputBindingResult(await binder.BindAsync(context));
}
