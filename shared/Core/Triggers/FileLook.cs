using DataAggregator.Core.Pipelines.Triggers;

namespace DataAggregator.Core.Triggers;

/// <summary>What one look at the files of a trigger finds.</summary>
/// <param name="Changed">What has to be kept of files that are new, gone, or not as they were.</param>
/// <param name="Ready">The files that start a run, oldest first.</param>
public sealed record FileLook(IReadOnlyList<KnownFile> Changed, IReadOnlyList<SeenFile> Ready)
{
    /// <summary>Holds the files that are there against what is known.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="found">The files that its path means, those that say that others are complete among them.</param>
    /// <param name="known">What is known, by path; null before the first look.</param>
    /// <param name="since">When the trigger was saved as it is.</param>
    /// <param name="now">The clock.</param>
    public static FileLook At(FileTrigger trigger, IReadOnlyList<SeenFile> found, IReadOnlyDictionary<string, KnownFile>? known, DateTimeOffset since, DateTimeOffset now)
    {
        var markers = found.Where(file => IsMarker(trigger, file)).ToDictionary(file => file.Path, file => file.Modified, StringComparer.Ordinal);
        var changed = new List<KnownFile>();
        var ready = new List<SeenFile>();
        foreach (var file in found.Where(file => !markers.ContainsKey(file.Path)))
        {
            var before = known?.GetValueOrDefault(file.Path);
            var kept = before?.Version == file.Version ? before
                : known is null && IsOld(trigger, file, since) ? new KnownFile(file.Path, file.Version, now, file.Version)
                : new KnownFile(file.Path, file.Version, now, IsAnother(before, file) ? null : before?.Done);
            if (kept != before)
                changed.Add(kept);
            if (!IsDone(trigger, kept) && (trigger.Marker is null ? HasSettled(trigger, kept, before, now) : markers.GetValueOrDefault(file.Path + trigger.Marker) >= file.Modified))
                ready.Add(file);
        }

        changed.AddRange(Gone(found, known, now));
        return new FileLook(changed, [.. ready.OrderBy(file => file.Modified).ThenBy(file => file.Path, StringComparer.Ordinal)]);
    }

    private static bool IsMarker(FileTrigger trigger, SeenFile file) => trigger.Marker is { } marker && file.Path.EndsWith(marker, StringComparison.Ordinal);

    private static bool IsOld(FileTrigger trigger, SeenFile file, DateTimeOffset since) => !trigger.IncludeExisting && file.Modified < since.UtcTicks;

    /// <summary>Whether a file that had gone has come back as another one; a folder that was away for a moment has its files still.</summary>
    private static bool IsAnother(KnownFile? before, SeenFile file) => before?.Version == KnownFile.Gone && before.Done != file.Version;

    private static bool IsDone(FileTrigger trigger, KnownFile file) => trigger.Event == FileEvent.Created ? file.Done is not null : file.Done == file.Version;

    /// <summary>It has to have been seen so by an earlier look.</summary>
    private static bool HasSettled(FileTrigger trigger, KnownFile kept, KnownFile? before, DateTimeOffset now) =>
        kept == before && now - kept.SeenAt >= TimeSpan.FromSeconds(trigger.SettleSeconds);

    private static IEnumerable<KnownFile> Gone(IReadOnlyList<SeenFile> found, IReadOnlyDictionary<string, KnownFile>? known, DateTimeOffset now)
    {
        if (known is null)
            return [];
        var there = found.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        return known.Values.Where(file => file.Version != KnownFile.Gone && !there.Contains(file.Path)).Select(file => file with { Version = KnownFile.Gone, SeenAt = now });
    }
}
