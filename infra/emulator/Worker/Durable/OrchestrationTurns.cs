using System.Collections.Frozen;
using DataAggregator.Emulator.Durable;
using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Emulator.Worker.Durable;

/// <summary>
/// Makes every turn of an orchestrator function an invocation: the middleware runs around the turn, and the function inside it. As
/// officially, middleware is outside of the orchestration: it may await what it likes, and does not see what the orchestrator returns or throws.
/// </summary>
internal sealed class OrchestrationTurns(FunctionCatalogue functions, FunctionInvoker invoker) : ITurnFilter
{
    private static readonly AsyncLocal<OrchestrationTurn?> CurrentTurn = new();

    private readonly FrozenDictionary<string, FunctionDescriptor> orchestrators = functions.WithTrigger(typeof(OrchestrationTriggerAttribute))
        .ToFrozenDictionary(OrchestratorFunction.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The turn that is made; it stays the orchestrator's own while the orchestrator is kept in memory.</summary>
    public static OrchestrationTurn Current
        => CurrentTurn.Value ?? throw new InvalidOperationException("An orchestrator function runs only in a turn that the host makes.");

    public async Task RunAsync(string orchestrator, string instanceId, Action turn)
    {
        if (!orchestrators.TryGetValue(orchestrator, out var function))
        {
            turn();
            return;
        }

        var made = new OrchestrationTurn(instanceId);
        await invoker.RunTurnAsync(function, made, context =>
        {
            made.Context = context;
            CurrentTurn.Value = made;
            turn();
        });
    }
}
