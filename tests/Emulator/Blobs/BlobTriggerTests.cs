using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;
using DataAggregator.Emulator;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.Blobs;

/// <summary>Against a real Azurite. The clock of the host is a test's; a scan is as long as Azurite takes.</summary>
public sealed class BlobTriggerTests(Azurite azurite) : IClassFixture<Azurite>, IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly Recorder<string[]> _seen = new();
    private readonly string _name = $"uploads-{Guid.NewGuid():N}";

    private BlobContainerClient Container => new(azurite.ConnectionString, _name);

    public async Task InitializeAsync() => await Container.CreateAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_blob_that_matches_reaches_the_function_with_its_names()
    {
        await PutAsync("in/orders.csv", "a,b");
        await PutAsync("in/orders.json", "{}");
        await PutAsync("out/orders.csv", "no");
        await using var host = await StartAsync<Text>();

        (await _seen.NextAsync()).ShouldBe(["a,b", "orders", $"{_name}/in/orders.csv"]);
        await NextScanAsync();
        await PutAsync("in/later.csv", "c");
        await NextScanAsync();

        (await _seen.NextAsync())[..2].ShouldBe(["c", "later"]);
        _seen.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task A_blob_is_handled_once_over_restarts_and_again_when_it_changes()
    {
        await PutAsync("in/a.csv", "1");
        await using (await StartAsync<Text>())
        {
            (await _seen.NextAsync())[0].ShouldBe("1");
            await NextScanAsync();
        }

        await using var host = await StartAsync<Text>();
        await NextScanAsync();
        _seen.IsEmpty.ShouldBeTrue();
        await PutAsync("in/a.csv", "2");
        await NextScanAsync();

        (await _seen.NextAsync())[0].ShouldBe("2");
    }

    [Fact]
    public async Task A_blob_that_ran_at_a_kill_comes_again()
    {
        _seen.Behaviour = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
        await PutAsync("in/a.csv", "1");
        await using var host = await StartAsync<Text>();
        await _seen.NextAsync();

        using var afterKill = _folder.AsAfterKill();
        var again = new Recorder<string[]>();
        await using var restarted = await TestHost.StartAsync<Text>(afterKill, _time, again, Settings());

        (await again.NextAsync())[0].ShouldBe("1");
    }

    [Fact]
    public async Task A_slow_blob_does_not_hold_up_the_next_one()
    {
        var release = new TaskCompletionSource();
        _seen.Behaviour = (seen, _) => seen[1] == "slow" ? release.Task : Task.CompletedTask;
        await PutAsync("in/slow.csv", "1");
        await using var host = await StartAsync<Text>();
        (await _seen.NextAsync())[1].ShouldBe("slow");

        await PutAsync("in/fast.csv", "2");
        await NextScanAsync();

        (await _seen.NextAsync())[1].ShouldBe("fast");
        release.SetResult();
    }

    [Fact]
    public async Task A_blob_that_always_fails_is_given_up_after_five_attempts_and_goes_to_the_poison_queue()
    {
        _seen.Behaviour = (_, _) => throw new InvalidOperationException("cannot read this");
        await PutAsync("in/bad.csv", "1");
        await using var host = await StartAsync<Text>();
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            (await SeenAsync())[1].ShouldBe("bad");
        }

        await host.LogAsync(line => line.Level == LogLevel.Error && line.Message.Contains("failed 5 times", StringComparison.Ordinal));
        await NextScanAsync();
        _seen.IsEmpty.ShouldBeTrue();
        var queue = new QueueClient(azurite.ConnectionString, "webjobs-blobtrigger-poison", new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        var messages = (await queue.PeekMessagesAsync(32)).Value.Select(message => message.Body.ToString());
        messages.ShouldContain(message => message.Contains($"\"ContainerName\":\"{_name}\"", StringComparison.Ordinal) && message.Contains("\"BlobName\":\"in/bad.csv\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_parameter_may_be_a_stream_bytes_a_client_or_a_type_read_from_json()
    {
        await PutAsync("in/x.csv", """{ "id": 7 }""");
        await using var streams = await StartAsync<AsStream>();
        (await _seen.NextAsync()).ShouldBe(["""{ "id": 7 }"""]);
        await using var bytes = await StartAsync<AsBytes>();
        (await _seen.NextAsync()).ShouldBe(["11"]);
        await using var clients = await StartAsync<AsClient>();
        (await _seen.NextAsync()).ShouldBe(["in/x.csv", "text/csv"]);
        await using var typed = await StartAsync<AsType>();
        (await _seen.NextAsync()).ShouldBe(["7"]);
    }

    [Fact]
    public async Task Pauses_grow_to_ten_seconds_while_there_is_no_work_and_a_missing_container_is_no_error()
    {
        await Container.DeleteAsync();
        await using var host = await StartAsync<Text>();

        foreach (var pause in (int[])[2, 4, 8, 10, 10])
        {
            await _time.TimersAsync();
            _time.NextTimer.ShouldBe(TimeSpan.FromSeconds(pause));
            _time.Advance(TimeSpan.FromSeconds(pause));
        }

        host.Logs.ShouldNotContain(line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_storage_that_cannot_be_reached_is_said_once_and_tried_again()
    {
        await using var host = await StartAsync<Text>(new() { ["AzureWebJobsStorage"] = azurite.ConnectionString.Replace("Eby8", "Abcd", StringComparison.Ordinal) });
        await _time.TimersAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        await _time.TimersAsync();

        host.Logs.Count(line => line.Level == LogLevel.Warning && line.Message.Contains("cannot be read", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_served_is_a_start_error_that_names_the_function()
    {
        (await Should.ThrowAsync<EmulatorStartException>(() => StartAsync<BadPath>())).Message.ShouldContain("'BadPath'");
        (await Should.ThrowAsync<EmulatorStartException>(() => StartAsync<Elsewhere>())).Message.ShouldSatisfyAllConditions(
            message => message.ShouldContain("'Elsewhere'"), message => message.ShouldContain("'Nowhere'"));
        (await Should.ThrowAsync<EmulatorStartException>(() => StartAsync<Text>(new() { ["AzureWebJobsStorage"] = "nonsense" }))).Message.ShouldContain("'Text'");
    }

    private Dictionary<string, string?> Settings() => new() { ["Container"] = _name, ["AzureWebJobsStorage"] = azurite.ConnectionString };

    private Task<TestHost> StartAsync<TFunctions>(Dictionary<string, string?>? settings = null)
    {
        var all = Settings();
        foreach (var (name, value) in settings ?? [])
        {
            all[name] = value;
        }

        return TestHost.StartAsync<TFunctions>(_folder, _time, _seen, all);
    }

    private async Task PutAsync(string blob, string content)
        => await Container.GetBlobClient(blob).UploadAsync(BinaryData.FromString(content), new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "text/csv" } });

    /// <summary>Lets the scan end that runs, and begins the next.</summary>
    /// <summary>What the function was given next. A scan passes over a blob whose last attempt is still being written down, so there may have to be several.</summary>
    private async Task<string[]> SeenAsync()
    {
        for (var scan = 0; _seen.IsEmpty && scan < 100; scan++)
        {
            await NextScanAsync();
        }

        return await _seen.NextAsync();
    }

    private async Task NextScanAsync()
    {
        await _time.TimersAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        await _time.TimersAsync();
    }

    private sealed record Thing(int Id);

    private sealed class Text(Recorder<string[]> seen)
    {
        [Function(nameof(Text))]
        public Task Run([BlobTrigger("%Container%/in/{name}.csv")] string content, string name, string blobTrigger, CancellationToken cancellationToken)
            => seen.SeeAsync([content, name, blobTrigger], cancellationToken);
    }

    private sealed class AsStream(Recorder<string[]> seen)
    {
        [Function(nameof(AsStream))]
        public async Task Run([BlobTrigger("%Container%/in/{name}")] Stream content, CancellationToken cancellationToken)
        {
            using var reader = new StreamReader(content);
            await seen.SeeAsync([await reader.ReadToEndAsync(cancellationToken)], cancellationToken);
        }
    }

    private sealed class AsBytes(Recorder<string[]> seen)
    {
        [Function(nameof(AsBytes))]
        public Task Run([BlobTrigger("%Container%/in/{name}")] byte[] content, CancellationToken cancellationToken) => seen.SeeAsync([$"{content.Length}"], cancellationToken);
    }

    private sealed class AsClient(Recorder<string[]> seen)
    {
        [Function(nameof(AsClient))]
        public Task Run([BlobTrigger("%Container%/in/{name}")] BlobClient blob, Described properties, CancellationToken cancellationToken)
            => seen.SeeAsync([blob.Name, properties.ContentType], cancellationToken);
    }

    private sealed record Described(string ContentType);

    private sealed class AsType(Recorder<string[]> seen)
    {
        [Function(nameof(AsType))]
        public Task Run([BlobTrigger("%Container%/in/{name}")] Thing thing, CancellationToken cancellationToken) => seen.SeeAsync([$"{thing.Id}"], cancellationToken);
    }

    private sealed class BadPath
    {
        [Function(nameof(BadPath))]
        public void Run([BlobTrigger("uploads/{")] string content) => content.ShouldNotBeNull();
    }

    private sealed class Elsewhere
    {
        [Function(nameof(Elsewhere))]
        public void Run([BlobTrigger("uploads/{name}", Connection = "Nowhere")] string content) => content.ShouldNotBeNull();
    }
}
