using System.IO.Compression;
using System.Text;
using System.Text.Json;
using DataAggregator.Connectors.Files;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Tests.Fast.Formats;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.Files;

/// <summary>A file that cannot be entered anywhere stays open between two segments. Here it is removed meanwhile: who opens it again finds nothing.</summary>
public sealed class PausedReadingTests : IDisposable
{
    private const int Records = 40_000;

    private readonly TemporaryFolder folder = new();
    private readonly ManualTimers time = new();
    private readonly ISource source;

    public PausedReadingTests() => source = FileConnector.Create(new AllowedFileRoots(folder.Path), time).Source!;

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, byte[]> Files => new()
    {
        { "a.csv", Gzip("id\n" + string.Join('\n', Enumerable.Range(0, Records))) },
        { "a.csv", Encoding.Unicode.GetBytes("\uFEFFid,n\n" + string.Concat(Enumerable.Range(0, Records).Select(i => $"{i},\n"))) },
        { "a.ndjson", Gzip(string.Concat(Enumerable.Range(0, Records).Select(i => $$"""{"id":{{i}}}""" + "\n"))) },
        { "a.xlsx", Xlsx.Of("<row><c t=\"str\"><v>id</v></c></row>" + string.Concat(Enumerable.Range(0, Records).Select(i => $"<row><c><v>{i}</v></c></row>"))) },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Whoever_goes_on_where_it_was_paused_reads_the_rest(string name, byte[] content)
    {
        folder.Write(name, content);
        var (plan, request) = await BeginAsync(name);
        File.Delete(folder[name]);
        var (rest, rejected) = await Reading.DrainAsync(source.ReadAsync(Config(name), request, default));
        rejected.ShouldBeEmpty();
        rest.Count.ShouldBe(Records - (int)request.FirstOrdinal);
        rest[0].ShouldStartWith($$"""{"id":{{request.FirstOrdinal}}""");
        rest[^1].ShouldStartWith($$"""{"id":{{Records - 1}}""");
        plan.Partitions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task It_is_gone_on_with_once_and_under_another_token()
    {
        folder.Write("a.csv", Gzip("id\n" + string.Join('\n', Enumerable.Range(0, Records))));
        var (_, request) = await BeginAsync("a.csv");
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => Reading.DrainAsync(source.ReadAsync(Config("a.csv"), request, cancelled.Token)));
        // That one is closed; the next opens the file again.
        (await Reading.DrainAsync(source.ReadAsync(Config("a.csv"), request, default))).Records.Count.ShouldBe(Records - (int)request.FirstOrdinal);
    }

    [Fact]
    public async Task One_whose_reader_gave_up_as_a_batch_came_is_closed_not_kept()
    {
        using var reader = new CancellationTokenSource();
        var stop = new CancellationTokenSource();
        var batches = GivesUpAsync(reader).GetAsyncEnumerator(CancellationToken.None);
        var reading = new PausedReading(batches, stop);
        var readings = new PausedReadings(time);
        var place = new PausedReading.Place("{}", new SourcePartition(0, "a.csv"), Schema.Empty, "1", 1);

        (await reading.ReadAsync(reader.Token)).ShouldBeTrue();
        await readings.KeepAsync(place, reading);

        readings.Take(place).ShouldBeNull();
        Should.Throw<ObjectDisposedException>(() => stop.Token);
    }

    [Fact]
    public async Task It_is_closed_when_nobody_comes()
    {
        folder.Write("a.csv", Gzip("id\n" + string.Join('\n', Enumerable.Range(0, Records))));
        var (_, request) = await BeginAsync("a.csv");
        File.Delete(folder["a.csv"]);
        time.Ring();
        (await Should.ThrowAsync<ConnectorException>(() => Reading.DrainAsync(source.ReadAsync(Config("a.csv"), request, default)))).Code.ShouldBe("file_not_found");
    }

    [Fact]
    public async Task Of_too_many_the_one_that_waits_longest_is_closed()
    {
        var requests = new List<ReadRequest>();
        for (var file = 0; file < 9; file++)
        {
            folder.Write($"{file}.csv", Gzip("id\n" + string.Join('\n', Enumerable.Range(0, Records))));
            requests.Add((await BeginAsync($"{file}.csv")).Next);
            File.Delete(folder[$"{file}.csv"]);
        }

        foreach (var file in Enumerable.Range(1, 8))
            (await Reading.DrainAsync(source.ReadAsync(Config($"{file}.csv"), requests[file], default))).Records.Count.ShouldBe(Records - (int)requests[file].FirstOrdinal);
        (await Should.ThrowAsync<ConnectorException>(() => Reading.DrainAsync(source.ReadAsync(Config("0.csv"), requests[0], default)))).Code.ShouldBe("file_not_found");
    }

    [Fact]
    public async Task With_fields_that_are_new_it_is_opened_again_so_that_all_who_go_on_there_read_the_same()
    {
        var lines = Enumerable.Range(0, Records).Select(i => i < 11_000 ? $$"""{"id":{{i}}}""" : i < 20_000 ? $$"""{"id":{{i}},"late":{{i}}}""" : $$"""{"id":{{i}},"late":"x"}""");
        folder.Write("a.ndjson", Gzip(string.Join('\n', lines)));
        var (_, request) = await BeginAsync("a.ndjson");
        var (rest, rejected) = await Reading.DrainAsync(source.ReadAsync(Config("a.ndjson"), request, default));
        var other = FileConnector.Create(new AllowedFileRoots(folder.Path)).Source!;
        var (fresh, freshRejected) = await Reading.DrainAsync(other.ReadAsync(Config("a.ndjson"), request, default));
        rest.ShouldBe(fresh);
        rejected.Count.ShouldBe(freshRejected.Count);
    }

    /// <summary>One batch, and its reader's token is cancelled before it is handed over.</summary>
    private static async IAsyncEnumerable<SourceBatch> GivesUpAsync(CancellationTokenSource reader)
    {
        await reader.CancelAsync();
        yield return null!;
    }

    private static JsonElement Config(string name) => JsonSerializer.SerializeToElement(new { path = name });

    private static byte[] Gzip(string text)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return output.ToArray();
    }

    /// <summary>Reads the first batch, and tells how to go on.</summary>
    private async Task<(SourcePlan Plan, ReadRequest Next)> BeginAsync(string name)
    {
        var plan = await source.PlanAsync(Config(name), new PlanRequest("r", null), default);
        await foreach (var read in source.ReadAsync(Config(name), new ReadRequest(plan.Partitions[0], plan.Schema, null, 0), default))
        {
            using (read.Batch)
                return (plan, new ReadRequest(plan.Partitions[0], plan.Schema, read.Position, read.Batch.RowCount));
        }

        throw new InvalidOperationException("The file has no records.");
    }

    /// <summary>Timers that ring when told to.</summary>
    private sealed class ManualTimers : TimeProvider
    {
        private readonly List<(TimerCallback Callback, object? State)> timers = [];

        public void Ring() => timers.ForEach(timer => timer.Callback(timer.State));

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            timers.Add((callback, state));
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
                // It rings only when told to.
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
