using Azure.Core;
using Azure.Storage.Blobs;
using DataAggregator.Core.Backfills;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Idempotency;
using DataAggregator.Core.Incremental;
using DataAggregator.Core.Notifications;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Pipelines.Templates;
using DataAggregator.Core.Pipelines.Dependencies;
using DataAggregator.Core.Profiles;
using DataAggregator.Core.RateLimits;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Runs.Ends;
using DataAggregator.Core.Runs.Logs;
using DataAggregator.Core.Schedules;
using DataAggregator.Core.Schemas;
using DataAggregator.Core.Security;
using DataAggregator.Core.Streams;
using DataAggregator.Core.Transformations;
using DataAggregator.Core.Triggers;
using DataAggregator.Storage.Blob;
using DataAggregator.Storage.Disk;
using DataAggregator.Storage.KeyFile;
using DataAggregator.Storage.PostgreSql;
using DataAggregator.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Storage;

/// <summary>Registers where the product keeps what it has to remember.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>
    /// The run ledger in one SQLite file, for <c>run FILE</c>; needs an <see cref="ISecretProtector"/> for its dead letters. Resolving it opens the file, makes it when there is none, and brings its schema up to date; it throws
    /// <see cref="InvalidDataException"/> when a newer version wrote it.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="path">The file; its folder must exist.</param>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, string path)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => SqliteDatabase.Open(path));
        services.AddSingleton<DataKeys>();
        services.AddSingleton<ISchemaStore, SqliteSchemaStore>();
        services.AddSingleton<IWritePlanStore, SqliteWritePlanStore>();
        services.AddSingleton<IProfileStore, SqliteProfileStore>();
        services.AddSingleton<RunChanges>();
        services.AddSingleton<IRunControlStore, SqliteRunControlStore>();
        services.AddSingleton<IStreamStateStore, SqliteStreamStateStore>();
        services.AddSingleton<IRunLogStore, SqliteRunLogStore>();
        services.AddSingleton<IRunMetricsStore, SqliteRunMetricsStore>();
        return services.AddSingleton<IRunStore, SqliteRunStore>();
    }

    /// <summary>
    /// The platform's stores in PostgreSQL (14 or newer), in a schema of their own; they need an <see cref="ISecretProtector"/>. Call <see cref="PostgreSqlMigrator.MigrateAsync"/> at the start, before anything
    /// else uses them, and <see cref="PostgreSqlMigrator.EnsurePartitionsAsync(CancellationToken)"/> about daily.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="connectionString">Npgsql's key words.</param>
    public static IServiceCollection AddPostgreSqlStorage(this IServiceCollection services, string connectionString)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new PostgreSqlDatabase(connectionString));
        services.AddSingleton<PostgreSqlRunListener>();
        services.AddSingleton<DataKeys>();
        services.AddSingleton<PostgreSqlLetters>();
        services.AddSingleton<PostgreSqlStreamSeals>();
        services.AddSingleton<IDeadLetterStore, PostgreSqlDeadLetterStore>();
        services.AddSingleton(provider => new PostgreSqlMigrator(
            provider.GetRequiredService<PostgreSqlDatabase>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PostgreSqlMigrator>>()));
        services.AddSingleton(provider => new RunRetention(provider.GetRequiredService<PostgreSqlDatabase>()));
        services.AddSingleton<IRunStore, PostgreSqlRunStore>();
        services.AddSingleton<ISchemaStore, PostgreSqlSchemaStore>();
        services.AddSingleton<IWritePlanStore, PostgreSqlWritePlanStore>();
        services.AddSingleton<IProfileStore, PostgreSqlProfileStore>();
        services.AddSingleton<IRunControlStore, PostgreSqlRunControlStore>();
        services.AddSingleton<IStreamStateStore, PostgreSqlStreamStateStore>();
        services.AddSingleton<IRunLogStore, PostgreSqlRunLogStore>();
        services.AddSingleton<IRunMetricsStore, PostgreSqlRunMetricsStore>();
        services.AddSingleton<IBackfillStore, PostgreSqlBackfillStore>();
        services.AddSingleton<IPipelineStore, PostgreSqlPipelineStore>();
        services.AddSingleton<IDependencyStore, PostgreSqlDependencyStore>();
        services.AddSingleton<INotificationStore, PostgreSqlNotificationStore>();
        services.AddSingleton<IScheduleStore, PostgreSqlScheduleStore>();
        services.AddSingleton<IEventStreamStore, PostgreSqlEventStreamStore>();
        services.AddSingleton<ITriggerStore, PostgreSqlTriggerStore>();
        services.AddSingleton<IFileWatchStore, PostgreSqlFileWatchStore>();
        services.AddSingleton<IRunEndStore, PostgreSqlRunEndStore>();
        services.AddSingleton<IRunAdmissionStore, PostgreSqlRunAdmissionStore>();
        services.AddSingleton<IIdempotencyStore, PostgreSqlIdempotencyStore>();
        services.AddSingleton<IPermitStore, PostgreSqlPermitStore>();
        services.AddSingleton(provider => new RateLimitRetention(provider.GetRequiredService<PostgreSqlDatabase>()));
        services.AddSingleton<IPipelineTemplateStore, PostgreSqlPipelineTemplateStore>();
        services.AddSingleton<IConnectorStore, PostgreSqlConnectorStore>();
        services.AddSingleton<ITransformationStore, PostgreSqlTransformationStore>();
        return services.AddSingleton<IUserStore, PostgreSqlUserStore>();
    }

    /// <summary>Segments in Azure Blob Storage, or Azurite.</summary>
    /// <param name="services">The services.</param>
    /// <param name="connectionString">The storage account's connection string.</param>
    /// <param name="container">The container's name; it is made when there is none.</param>
    public static IServiceCollection AddBlobSegments(this IServiceCollection services, string connectionString, string container) =>
        services.AddSingleton<ISegmentStore>(_ => new BlobSegmentStore(new BlobContainerClient(connectionString, container)));

    /// <summary>Segments in Azure Blob Storage, with the host's own identity.</summary>
    /// <param name="services">The services.</param>
    /// <param name="container">The container's address; it is made when there is none.</param>
    /// <param name="credential">The identity.</param>
    public static IServiceCollection AddBlobSegments(this IServiceCollection services, Uri container, TokenCredential credential) =>
        services.AddSingleton<ISegmentStore>(_ => new BlobSegmentStore(new BlobContainerClient(container, credential)));

    /// <summary>Segments on the local disk.</summary>
    /// <param name="services">The services.</param>
    /// <param name="folder">The folder; made when there is none.</param>
    public static IServiceCollection AddDiskSegments(this IServiceCollection services, string folder) =>
        services.AddSingleton<ISegmentStore>(_ => new DiskSegmentStore(folder));

    /// <summary>Spill files of whole-run steps on the local disk.</summary>
    /// <param name="services">The services.</param>
    /// <param name="folder">The folder; made when there is none.</param>
    public static IServiceCollection AddDiskSpill(this IServiceCollection services, string folder) =>
        services.AddSingleton<ISpillStore>(_ => new DiskSpillStore(folder));

    /// <summary>
    /// Secrets encrypted under the key of a local file, which is made with mode 0600 when there is none. Resolving it throws
    /// <see cref="System.Security.Cryptography.CryptographicException"/> when the file is no key or others may read it.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="path">The key file.</param>
    public static IServiceCollection AddKeyFileSecrets(this IServiceCollection services, string path) =>
        services.AddSingleton<ISecretProtector>(_ => KeyFileSecretProtector.Open(path));
}
