using System.Globalization;
using DataAggregator.Tests.Integration.Api;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>The clock by which a platform's database counts rate limits, which stands until a test moves it: no load of the machine makes a limit begin anew.</summary>
internal sealed class PermitClock
{
    private readonly string platform;

    private PermitClock(string platform) => this.platform = platform;

    /// <summary>Stops it, so far ahead that nothing which was given before counts any more, and nothing is forgotten by the time of day.</summary>
    public static async Task<PermitClock> StopAsync(string platform)
    {
        await Database.ExecuteAsync(
            platform,
            """
            CREATE TABLE dataaggregator.permit_clock AS SELECT now() + interval '2 days' AS at;
            CREATE SEQUENCE dataaggregator.permit_questions;
            CREATE FUNCTION dataaggregator.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS 'SELECT nextval(''dataaggregator.permit_questions''); SELECT at FROM dataaggregator.permit_clock';
            ALTER FUNCTION dataaggregator.take_permits SET search_path = dataaggregator, pg_catalog
            """);
        return new PermitClock(platform);
    }

    /// <summary>Moves it.</summary>
    public Task AdvanceAsync(TimeSpan by) =>
        Database.ExecuteAsync(platform, string.Create(CultureInfo.InvariantCulture, $"UPDATE dataaggregator.permit_clock SET at = at + interval '{by.TotalSeconds} seconds'"));

    /// <summary>How often hosts have asked for permits.</summary>
    public Task<long> QuestionsAsync() => Database.ScalarAsync<long>(platform, "SELECT last_value FROM dataaggregator.permit_questions");
}
