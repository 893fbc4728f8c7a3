using System.Collections.Concurrent;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using DataAggregator.Emulator.Worker.HostJson;
using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Blobs;

/// <summary>Looks for blobs of one function, and runs it once for each version of each blob: several at a time, and it goes on looking meanwhile.</summary>
internal sealed class BlobPoller(
    FunctionDescriptor function,
    BlobContainerClient container,
    BlobPathPattern pattern,
    BlobReceipts receipts,
    PoisonQueue poison,
    BlobsSettings settings,
    FunctionInvoker invoker,
    TimeProvider time,
    ILogger log)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPauseAfterFailure = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, bool> _running = new(StringComparer.Ordinal);
    private readonly List<Task> _tasks = [];
    private volatile bool _unreachable;

    /// <summary>
    /// Scans until the token is cancelled, and waits for what runs then. A scan follows a second after one that found work; while there is none, the
    /// pauses grow to ten seconds.
    /// </summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var pause = ShortestPause;
        using var slots = new SemaphoreSlim(settings.MaxDegreeOfParallelism);
        try
        {
            while (true)
            {
                await Task.WhenAll(_tasks.Where(task => task.IsCompleted));
                _tasks.RemoveAll(task => task.IsCompletedSuccessfully);
                var found = await TryAsync(() => ScanAsync(slots, stopping), stopping);
                var longest = _unreachable ? LongestPauseAfterFailure : LongestPause;
                pause = found ? ShortestPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, longest.Ticks));
                await Task.Delay(pause, time, stopping);
            }
        }
        finally
        {
            await Task.WhenAll(_tasks);
        }
    }

    /// <summary>Does what needs the storage; false, and one warning until it works again, when the storage fails.</summary>
    private async Task<bool> TryAsync(Func<Task<bool>> work, CancellationToken stopping)
    {
        try
        {
            var found = await work();
            _unreachable = false;
            return found;
        }
        catch (Exception cause) when (cause is RequestFailedException or AggregateException or IOException && !stopping.IsCancellationRequested)
        {
            if (!_unreachable)
            {
                Log.StorageUnreachable(log, function.Name, container.Name, cause.Message.Split('\n')[0]);
                _unreachable = true;
            }

            return false;
        }
    }

    /// <summary>Whether there was work.</summary>
    private async Task<bool> ScanAsync(SemaphoreSlim slots, CancellationToken stopping)
    {
        var found = false;
        try
        {
            await foreach (var blob in container.GetBlobsAsync(prefix: pattern.Prefix, cancellationToken: stopping))
            {
                if (pattern.Match(blob.Name) is { } names && Receipt(blob.Name, blob.Properties.ETag) is { Done: false } && !_running.ContainsKey(blob.Name))
                {
                    found = true;
                    await slots.WaitAsync(stopping);
                    _running[blob.Name] = true;
                    _tasks.Add(RunAsync(blob.Name, names, slots, stopping));
                }
            }
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            return false;
        }

        return found;
    }

    private async Task RunAsync(string blob, IReadOnlyDictionary<string, string> names, SemaphoreSlim slots, CancellationToken stopping)
    {
        try
        {
            await TryAsync(
                async () =>
                {
                    await HandleAsync(blob, names, stopping);
                    return true;
                },
                stopping);
        }
        finally
        {
            _running.TryRemove(blob, out _);
            slots.Release();
        }
    }

    private async Task HandleAsync(string name, IReadOnlyDictionary<string, string> names, CancellationToken stopping)
    {
        var client = container.GetBlobClient(name);
        if (await PropertiesAsync(client, stopping) is not { } properties)
        {
            return;
        }

        // The blob may have changed since it was listed: what counts is the version that the function is about to see.
        var receipt = Receipt(name, properties.ETag);
        if (receipt.Done)
        {
            return;
        }

        if (receipt.Failures < settings.PoisonBlobThreshold)
        {
            var isLast = receipt.Failures + 1 >= settings.PoisonBlobThreshold;
            var outcome = await invoker.InvokeAsync(function, Data(client, properties, names) with { FailureIsHandled = !isLast }, stopping);
            if (!outcome.Succeeded && stopping.IsCancellationRequested)
            {
                return;
            }

            receipt = outcome.Succeeded ? receipt with { Done = true } : receipt with { Failures = receipt.Failures + 1 };
            receipts.Save(function.Name, container.Name, name, receipt);
            if (!outcome.Succeeded && !isLast)
            {
                Log.BlobFailed(log, outcome.Error!, function.Name, container.Name, name, receipt.Failures);
            }
        }

        if (!receipt.Done && receipt.Failures >= settings.PoisonBlobThreshold)
        {
            await poison.SendAsync(function.Name, container.Name, name, properties, stopping);
            receipts.Save(function.Name, container.Name, name, receipt with { Done = true });
            Log.BlobGivenUp(log, function.Name, container.Name, name, receipt.Failures);
        }
    }

    private BlobReceipt Receipt(string blob, ETag? etag)
    {
        var version = etag?.ToString() ?? "";
        return receipts.Find(function.Name, container.Name, blob, version) ?? new BlobReceipt(version, 0, Done: false);
    }

    private static async Task<BlobProperties?> PropertiesAsync(BlobClient client, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            return null;
        }
    }

    private TriggerData Data(BlobClient client, BlobProperties properties, IReadOnlyDictionary<string, string> names)
    {
        var bindingData = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["BlobTrigger"] = $"{container.Name}/{client.Name}",
            ["Uri"] = client.Uri.AbsoluteUri,
            ["Properties"] = JsonSerializer.Serialize(new
            {
                properties.LastModified,
                properties.CreatedOn,
                properties.ContentLength,
                properties.ContentType,
                ETag = properties.ETag.ToString("H"),
                BlobType = $"{properties.BlobType}",
            }),
            ["Metadata"] = JsonSerializer.Serialize(properties.Metadata),
        };
        foreach (var (name, value) in names)
        {
            bindingData[name] = value;
        }

        return new TriggerData
        {
            Input = new Dictionary<string, object?> { [function.TriggerParameter.Name!] = new TriggeredBlob(container, client) },
            BindingData = bindingData,
        };
    }
}
