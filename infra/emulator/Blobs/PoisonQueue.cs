using System.Text.Json;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;

namespace DataAggregator.Emulator.Blobs;

/// <summary>The queue of blobs that a function gave up, with the official name and messages.</summary>
internal sealed class PoisonQueue(string connectionString)
{
    private const string Name = "webjobs-blobtrigger-poison";

    private readonly Lazy<QueueClient> _queue = new(() => new QueueClient(
        connectionString, Name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }));

    /// <summary>Puts a message about the blob into the queue, which is created if needed.</summary>
    public async Task SendAsync(string function, string container, string blob, BlobProperties properties, CancellationToken cancellationToken)
    {
        await _queue.Value.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var message = JsonSerializer.Serialize(new
        {
            Type = "BlobTrigger",
            FunctionId = $"Host.Functions.{function}",
            BlobType = $"{properties.BlobType}Blob",
            ContainerName = container,
            BlobName = blob,
            ETag = properties.ETag.ToString("H"),
        });
        await _queue.Value.SendMessageAsync(message, cancellationToken);
    }
}
