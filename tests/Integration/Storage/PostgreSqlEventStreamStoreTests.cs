using System.Security.Cryptography;
using System.Text;
using DataAggregator.Core.Streams;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>What is kept of streams, and how.</summary>
public sealed class PostgreSqlEventStreamStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly CancellationToken Token = CancellationToken.None;
    private static readonly StreamRange All = new(0, 1000);
    private readonly SetTime time = new(new DateTimeOffset(2026, 3, 2, 23, 59, 0, TimeSpan.Zero));
    private string database = "";
    private ServiceProvider one = null!;
    private ServiceProvider other = null!;

    private IEventStreamStore Streams => one.GetRequiredService<IEventStreamStore>();

    private IEventStreamStore Other => other.GetRequiredService<IEventStreamStore>();

    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync(Token);
        one = await PostgreSqlTestServices.ConnectAsync(database, time);
        other = await PostgreSqlTestServices.ConnectAsync(database, time);
    }

    public async Task DisposeAsync()
    {
        await one.DisposeAsync();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task Events_are_kept_once_in_order_and_encrypted()
    {
        (await Streams.AppendAsync([Event("orders", "a"), Event("orders", "b"), Event("returns", "a")], Token)).ShouldBe(3);
        time.Now += TimeSpan.FromMinutes(2);
        (await Other.AppendAsync([Event("orders", "c"), Event("orders", "b"), Event("orders", "d")], Token)).ShouldBe(2);

        (await BodiesAsync(Other, "orders")).ShouldBe(["confidential orders a", "confidential orders b", "confidential orders c", "confidential orders d"]);
        (await BodiesAsync(Streams, "returns")).ShouldBe(["confidential returns a"]);
        (await Database.ScalarAsync<long>(database, "SELECT count(*) FROM dataaggregator.stream_events WHERE position('confidential'::bytea IN sealed) > 0 OR body IS NOT NULL")).ShouldBe(0);
        (await Database.ScalarAsync<long>(database, "SELECT count(*) FROM dataaggregator.stream_keys WHERE protected_key LIKE 'enc:%'")).ShouldBe(3, "a key for each day of each stream");
    }

    [Theory]
    [InlineData("UPDATE dataaggregator.stream_events SET sealed = (SELECT sealed FROM dataaggregator.stream_events WHERE stream = 'orders' AND event_id = 'b') WHERE stream = 'orders' AND event_id = 'a'")]
    [InlineData("UPDATE dataaggregator.stream_events SET sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1) WHERE stream = 'orders' AND event_id = 'a'")]
    public async Task An_event_that_was_changed_or_exchanged_is_not_given(string change)
    {
        await Streams.AppendAsync([Event("orders", "a"), Event("orders", "b")], Token);
        await Database.ExecuteAsync(database, change);

        await Should.ThrowAsync<CryptographicException>(() => BodiesAsync(Streams, "orders"));
    }

    [Fact]
    public async Task Events_of_an_earlier_version_are_read_as_they_were_kept()
    {
        await Streams.AppendAsync([Event("orders", "a")], Token);
        await Database.ExecuteAsync(
            database,
            """
            INSERT INTO dataaggregator.stream_events (stream, position, event_id, body, kept_at) VALUES ('orders', 1, 'old', '{"id":1}', now());
            UPDATE dataaggregator.event_streams SET next_position = 2
            """);
        await Streams.AppendAsync([Event("orders", "c")], Token);

        (await BodiesAsync(Other, "orders")).ShouldBe(["confidential orders a", """{"id":1}""", "confidential orders c"]);
    }

    [Fact]
    public async Task With_the_events_of_a_day_goes_their_key()
    {
        await Streams.AppendAsync([Event("orders", "a")], Token);
        time.Now += TimeSpan.FromDays(5);
        await Streams.AppendAsync([Event("orders", "b")], Token);
        time.Now += TimeSpan.FromDays(4);

        await Other.ForgetOldAsync(Token);

        (await BodiesAsync(Streams, "orders")).ShouldBe(["confidential orders b"]);
        (await Database.ScalarAsync<string>(database, "SELECT string_agg(day::text, ' ') FROM dataaggregator.stream_keys")).ShouldBe("2026-03-07");
    }

    private static StreamEvent Event(string stream, string id) => new(stream, id, Encoding.UTF8.GetBytes($"confidential {stream} {id}"));

    private static async Task<IReadOnlyList<string>> BodiesAsync(IEventStreamStore store, string stream) => [.. (await store.ReadAsync(stream, All, 1000, Token)).Select(body => Encoding.UTF8.GetString(body.Span))];
}
