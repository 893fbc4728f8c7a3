namespace DataAggregator.Tests.Integration.Faults.Chaos;

/// <summary>What an episode came to. Everything but the kills has to be zero or null.</summary>
/// <param name="Episode">The episode.</param>
/// <param name="Kills">How often the process was killed.</param>
/// <param name="Lost">Records that the destination lacks.</param>
/// <param name="Duplicated">Records that it holds more than once.</param>
/// <param name="Stuck">Whether the run did not end.</param>
/// <param name="Wrong">What else is wrong: status, books, content, a table that readers saw half replaced.</param>
internal sealed record ChaosOutcome(ChaosEpisode Episode, int Kills, long Lost, long Duplicated, bool Stuck, string? Wrong)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool Holds => Lost == 0 && Duplicated == 0 && !Stuck && Wrong is null;

    public override string ToString() => $"{Episode}: {Kills} kills, {Lost} lost, {Duplicated} duplicated{(Stuck ? ", stuck" : "")}{(Wrong is null ? "" : $", {Wrong}")}";
}
