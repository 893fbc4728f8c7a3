using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Security;
using DataAggregator.Storage.Disk;
using DataAggregator.Storage.KeyFile;
using DataAggregator.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DataAggregator.Storage;

/// <summary>Registers where the product keeps what it has to remember.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>
    /// The run ledger in one SQLite file, for <c>run FILE</c>. Resolving it opens the file, makes it when there is none, and brings its schema up to date; it throws
    /// <see cref="InvalidDataException"/> when a newer version wrote it.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="path">The file; its folder must exist.</param>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, string path)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => SqliteDatabase.Open(path));
        return services.AddSingleton<IRunStore, SqliteRunStore>();
    }

    /// <summary>Segments on the local disk.</summary>
    /// <param name="services">The services.</param>
    /// <param name="folder">The folder; made when there is none.</param>
    public static IServiceCollection AddDiskSegments(this IServiceCollection services, string folder) =>
        services.AddSingleton<ISegmentStore>(_ => new DiskSegmentStore(folder));

    /// <summary>
    /// Secrets encrypted under the key of a local file, which is made with mode 0600 when there is none. Resolving it throws
    /// <see cref="System.Security.Cryptography.CryptographicException"/> when the file is no key or others may read it.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="path">The key file.</param>
    public static IServiceCollection AddKeyFileSecrets(this IServiceCollection services, string path) =>
        services.AddSingleton<ISecretProtector>(_ => KeyFileSecretProtector.Open(path));
}
