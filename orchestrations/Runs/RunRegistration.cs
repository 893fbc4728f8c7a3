using DataAggregator.Orchestrations.Backfills;
using DataAggregator.Orchestrations.Quality;
using Microsoft.Extensions.DependencyInjection;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Registers what runs need beside the stores.</summary>
public static class RunRegistration
{
    /// <summary>Adds starting, preparing and delivering runs within these limits.</summary>
    public static IServiceCollection AddRuns(this IServiceCollection services, RunLimits limits) => services
        .AddSingleton(limits)
        .AddSingleton<RunStarter>()
        .AddSingleton<RunRepair>()
        .AddSingleton<RunLeavings>()
        .AddSingleton<StreamPlanning>()
        .AddSingleton<StreamCommit>()
        .AddSingleton<EmptyReads>()
        .AddSingleton<BackfillStarter>()
        .AddSingleton<RunPreparation>()
        .AddSingleton<RunResources>()
        .AddSingleton<RunSchemas>()
        .AddSingleton<DryRuns>()
        .AddSingleton<RunLogs>()
        .AddSingleton<SegmentDelivery>()
        .AddSingleton<QualityGate>();
}
