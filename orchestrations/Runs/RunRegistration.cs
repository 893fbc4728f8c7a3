using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DataAggregator.Orchestrations.Backfills;
using DataAggregator.Orchestrations.Lineage;
using DataAggregator.Orchestrations.Notifications;
using DataAggregator.Orchestrations.Quality;
using DataAggregator.Orchestrations.Runs.Ends;
using DataAggregator.Orchestrations.Schedules;
using DataAggregator.Orchestrations.Triggers;
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
        .AddSingleton<RunLookups>()
        .AddSingleton<RunResources>()
        .AddSingleton<RunSchemas>()
        .AddSingleton<DryRuns>()
        .AddSingleton<RunLogs>()
        .AddSingleton<SegmentDelivery>()
        .AddSingleton<QualityGate>()
        .Configure<JsonSerializerOptions>(json =>
        {
            json.TypeInfoResolverChain.Insert(0, RunMessages.Default);
            json.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
        });

    /// <summary>Adds what starts runs without being asked, where pipelines are saved: schedules, triggers, and the ends of other runs.</summary>
    public static IServiceCollection AddRunEnds(this IServiceCollection services) => services
        .AddSingleton<Dependents>()
        .AddSingleton<RunEnds>()
        .AddSingleton<Scheduler>()
        .AddSingleton<RunEvents>()
        .AddSingleton<EventListeners>()
        .AddSingleton<TriggerStarter>()
        .AddSingleton<FileWatcher>()
        .AddSingleton<StreamBatcher>()
        .AddSingleton<RunNotices>()
        .AddSingleton<OpenLineageReader>()
        .AddSingleton<OpenLineageNotices>()
        .AddSingleton<NotificationDelivery>();
}
