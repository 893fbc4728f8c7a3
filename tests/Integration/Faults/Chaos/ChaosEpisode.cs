using System.Globalization;

namespace DataAggregator.Tests.Integration.Faults.Chaos;

/// <summary>One run of a pipeline, and the kills on its way. Everything follows from the seed.</summary>
internal sealed record ChaosEpisode(int Seed, ChaosHost Host, ChaosSource Source, ChaosTarget Target, bool Gathers, IReadOnlyList<Kill> Kills)
{
    private static readonly string[] AnyPoint =
        ["run_created", "plan_saved", "destination_prepared", "books_saved", "segment_saved", "segment_delivered", "destination_completed", "run_finishing", "run_finished", "delivery_forgetting"];

    private static readonly string[] TablePoints = ["ledger_row_inserted", "copy_done", "committed"];
    private static readonly string[] FilePoints = ["file_written", "file_progress_saved", "file_in_place", "file_completed"];
    private static readonly string[] StagedPoints = ["page_fetched", "segment_sealed", "load_books_saved"];
    private static readonly string[] ServerPoints = ["run_end_settling", "run_end_settled"];
    private static readonly string[] GatherPoints = ["segment_sealed", "run_gathered", "load_books_saved"];

    /// <summary>What the table calls it.</summary>
    public string Kind => string.Create(CultureInfo.InvariantCulture, $"{Host}, {Source} to {Target}{(Gathers ? ", sorted" : "")}");

    /// <summary>The episode of a seed.</summary>
    /// <param name="seed">What everything follows from.</param>
    /// <param name="host">What is killed; null for mostly <c>run FILE</c>.</param>
    public static ChaosEpisode Of(int seed, ChaosHost? host = null)
    {
        // Not a secret: the same seed has to give the same episode.
#pragma warning disable CA5394
        var random = new Random(seed);
        var chosen = host ?? (random.Next(5) == 0 ? ChaosHost.Server : ChaosHost.RunFile);
        var source = random.Next(3) == 0 ? ChaosSource.Api : ChaosSource.File;
        var target = (ChaosTarget)random.Next(4);
        var gathers = random.Next(4) == 0;
        string[] points =
        [
            .. AnyPoint,
            .. target == ChaosTarget.CsvFile ? FilePoints : TablePoints,
            .. target == ChaosTarget.Replace ? ["swap_done"] : Array.Empty<string>(),
            .. source == ChaosSource.Api ? StagedPoints : ["segment_read"],
            .. gathers ? GatherPoints : [],
            .. chosen == ChaosHost.Server ? ServerPoints : [],
        ];
        var kills = new List<Kill>();
        var number = random.Next(1, 6);
        while (kills.Count < number)
        {
            var moment = TimeSpan.FromMilliseconds(random.Next(300, 4_000));
            var point = random.Next(2) == 0 ? null : $"{points[random.Next(points.Length)]}:{random.Next(1, 6)}";
            kills.Add(new Kill(point, moment));
            // What was in the middle of its repair is hit again at the same place.
            if (point is not null && random.Next(3) == 0)
                kills.Add(new Kill(point, moment));
        }

        return new ChaosEpisode(seed, chosen, source, target, gathers, kills);
#pragma warning restore CA5394
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"seed {Seed}: {Kind}; {string.Join(", ", Kills)}");
}
