namespace DataAggregator.Core.Triggers;

/// <summary>What is known of the files that triggers watch.</summary>
public interface IFileWatchStore
{
    /// <summary>Takes the triggers whose next look has come; for a while nobody else gets them.</summary>
    Task<IReadOnlyList<FileWatch>> ClaimDueAsync(CancellationToken cancellationToken);

    /// <summary>What is known of the files of a trigger, by path; null before the first look.</summary>
    Task<IReadOnlyDictionary<string, KnownFile>?> ReadAsync(FileWatch watch, CancellationToken cancellationToken);

    /// <summary>Keeps what a look has found, unless the trigger was changed since it was claimed.</summary>
    /// <returns>Whether it was kept.</returns>
    Task<bool> SaveAsync(FileWatch watch, IReadOnlyList<KnownFile> changed, CancellationToken cancellationToken);

    /// <summary>Notes that a version of a file has been decided about.</summary>
    Task SetDoneAsync(FileWatch watch, SeenFile file, CancellationToken cancellationToken);

    /// <summary>Says when to look again, and what was in the way.</summary>
    Task SetNextAsync(FileWatch watch, DateTimeOffset next, string? error, CancellationToken cancellationToken);
}
