using DataAggregator.Emulator.Blobs;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Marks the parameter of a function that runs for each new or changed blob. A version of a blob on which it fails is tried again, until the
/// <c>blobs.poisonBlobThreshold</c> of host.json is reached; then a message about it goes to the queue <c>webjobs-blobtrigger-poison</c>.
/// </summary>
/// <param name="blobPath">The blobs: <c>container/folder/{name}.csv</c>; names in braces are parameters too. <c>%Setting%</c> is replaced.</param>
[InputConverter(typeof(BlobStorageConverter))]
[ConverterFallbackBehavior(ConverterFallbackBehavior.Allow)]
public sealed class BlobTriggerAttribute(string blobPath) : TriggerBindingAttribute
{
    /// <summary>The blobs.</summary>
    public string BlobPath { get; } = blobPath;

    /// <summary>The setting that holds the storage account's connection string; <c>AzureWebJobsStorage</c> when none is named.</summary>
    public string? Connection { get; set; }

    /// <summary>How the official host learns of blobs.</summary>
    public BlobTriggerSource Source { get; set; }
}
