using Azure.Storage.Blobs;

namespace DataAggregator.Emulator.Blobs;

/// <summary>The blob that an invocation is for.</summary>
/// <param name="Container">Its container.</param>
/// <param name="Client">The blob.</param>
internal sealed record TriggeredBlob(BlobContainerClient Container, BlobClient Client);
