using DataAggregator.Connectors.Catalogue;
using DataAggregator.Connectors.DeadLetters;
using DataAggregator.Connectors.Egress;
using DataAggregator.Connectors.Files;
using DataAggregator.Connectors.Notifications;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Notifications;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;
using DataAggregator.Core.Triggers;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Connectors;
using DataAggregator.Functions.Operations;
using DataAggregator.Functions.Pipelines;
using DataAggregator.Functions.Pipelines.Portable;
using DataAggregator.Functions.Pipelines.Templates;
using DataAggregator.Functions.Runs;
using DataAggregator.Functions.States;
using DataAggregator.Functions.Streams;
using DataAggregator.Functions.Transformations;
using DataAggregator.Functions.Triggers;
using DataAggregator.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DataAggregator.Functions.Application;

/// <summary>The server's own registrations, one a concept.</summary>
internal static class ServerRegistration
{
    /// <summary>Sealed segments: Blob Storage where it is set, else a folder.</summary>
    public static IServiceCollection AddSegments(this IServiceCollection services, ServerSettings settings) => settings switch
    {
        { SegmentsBlob: { Length: > 0 } connection } => services.AddBlobSegments(connection, "segments"),
        { Segments: { Length: > 0 } folder } => services.AddDiskSegments(folder),
        _ => throw new Core.Configuration.InvalidDocumentException([new("DATAAGGREGATOR_SEGMENTS", "is required (a folder), unless DATAAGGREGATOR_SEGMENTS_BLOB is given.")]),
    };

    /// <summary>The connectors, with what they may dial and open.</summary>
    public static IServiceCollection AddServerConnectors(this IServiceCollection services, ServerSettings settings) => services
        .AddSingleton<IFileRoots>(_ => new AllowedFileRoots(settings.FileRoots.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)))
        .AddConnectors(new EgressOptions
        {
            AllowPrivateNetwork = settings.AllowPrivateNetwork,
            Allowed = settings.AllowedAddresses.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        })
        .AddSingleton<IWatchedFiles, WatchedFiles>()
        .AddSingleton<ConnectorInput>();

    /// <summary>Saved transformations: their checks, and how pipelines find them.</summary>
    public static IServiceCollection AddSavedTransformations(this IServiceCollection services) => services
        .AddSingleton<TransformationInput>()
        .AddSingleton<TransformationResolver>();

    /// <summary>Saved pipelines: their checks, their secrets and what their runs carry out.</summary>
    public static IServiceCollection AddPipelines(this IServiceCollection services) => services
        .AddSingleton<PipelineValidator>()
        .AddSingleton<PipelineStreams>()
        .AddSingleton<PipelineSecrets>()
        .AddSingleton<LineageReader>()
        .AddSingleton<IEventConditions, EventConditions>()
        .AddSingleton<StreamSender>()
        .AddSingleton<IReplaySource, DeadLetterSource>()
        .AddSingleton<PipelineInput>()
        .AddSingleton<RunParameters>()
        .AddSingleton<PipelineAnswers>()
        .AddSingleton<PortableDefinition>()
        .AddSingleton<PipelineImporter>()
        .AddSingleton<PipelineTemplates>()
        .AddSingleton<RunOrders>()
        .AddSingleton<TemplateInput>()
        .AddSingleton<IRunDefinitions, SavedRunDefinitions>();

    /// <summary>The ways on which notifications go: webhooks, and mail where it is set up.</summary>
    public static IServiceCollection AddNotificationChannels(this IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton<INotificationChannel, WebhookChannel>();
        if (settings is { SmtpHost: null, MailFolder: null })
            return services;
        return services.AddSingleton<INotificationChannel>(new MailChannel(new MailOptions
        {
            Host = settings.SmtpHost,
            Port = settings.SmtpPort,
            StartTls = settings.SmtpStarttls,
            Username = settings.SmtpUsername,
            Password = settings.SmtpPassword,
            From = settings.MailFrom,
            Folder = settings.MailFolder,
        }));
    }

    /// <summary>Access tokens.</summary>
    public static IServiceCollection AddAccessTokens(this IServiceCollection services, ServerSettings settings) =>
        services.AddSingleton(provider => new AccessTokens(
            SigningKey.Read(settings.SigningKeyFile), TimeSpan.FromMinutes(settings.AccessTokenMinutes), provider.GetRequiredService<TimeProvider>()));

    /// <summary>The counters that <c>/api/metrics</c> tells; traces and metrics are exported where the standard variables name a collector.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CounterTotals>().AddHostedService(provider => provider.GetRequiredService<CounterTotals>());
        if (!string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            builder.Services.AddHostedService<TelemetryExport>();
    }
}
