using System.Collections.Concurrent;
using System.Globalization;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace DataAggregator.Tests.Integration.Faults.Chaos;

/// <summary>
/// Kills runs at random, at named points and at any moment, until they have ended: the destination has to hold every record exactly once and the books have to balance.
/// <c>DATAAGGREGATOR_CHAOS_KILLS=500</c> makes it long, <c>DATAAGGREGATOR_CHAOS_SEED</c> another series; the test's output has the table.
/// </summary>
public sealed class ChaosTests(PostgresFixture postgres, ITestOutputHelper output) : IClassFixture<PostgresFixture>
{
    private const int AtOnce = 2;

    [Fact]
    public async Task Whatever_is_killed_nothing_is_lost_nothing_doubled_and_nothing_stuck()
    {
        var wanted = Setting("DATAAGGREGATOR_CHAOS_KILLS", 12);
        var seed = Setting("DATAAGGREGATOR_CHAOS_SEED", 1);
        var outcomes = new ConcurrentBag<ChaosOutcome>();
        var kills = 0;

        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (Volatile.Read(ref kills) < wanted)
            {
                var outcome = await new ChaosRun(ChaosEpisode.Of(Interlocked.Increment(ref seed)), postgres).RunAsync();
                outcomes.Add(outcome);
                Interlocked.Add(ref kills, outcome.Kills);
            }
        }));

        output.WriteLine(ChaosTable.Of(outcomes));
        outcomes.Where(outcome => !outcome.Holds).Select(outcome => outcome.ToString()).ShouldBeEmpty();
        outcomes.Sum(outcome => outcome.Kills).ShouldBeGreaterThanOrEqualTo(wanted);
    }

    private static int Setting(string name, int otherwise) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
