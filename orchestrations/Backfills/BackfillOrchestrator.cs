using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace DataAggregator.Orchestrations.Backfills;

/// <summary>Looks at a backfill again and again until its last chunk is over; the ledgers say what there is to do, so that nothing depends on its memory.</summary>
public static class BackfillOrchestrator
{
    /// <summary>The orchestration's name.</summary>
    public const string Name = "Backfill";

    private const int LooksAHistory = 50;

    /// <summary>Carries the backfill out.</summary>
    [Function(Name)]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var id = context.GetInput<string>() ?? throw new InvalidOperationException("A backfill needs its id as input.");
        for (var look = 0; look < LooksAHistory; look++)
        {
            if (await IsOverAsync(context, id))
                return;
            await context.CreateTimer(TimeSpan.FromSeconds(1 + (look / 10)), CancellationToken.None);
        }

        context.ContinueAsNew(id);
    }

    private static async Task<bool> IsOverAsync(TaskOrchestrationContext context, string id)
    {
        try
        {
            return await context.CallActivityAsync<bool>(nameof(AdvanceBackfill), id);
        }
        catch (TaskFailedException)
        {
            // The platform's store may be away; the next look tries again.
            return false;
        }
    }
}
