namespace Microsoft.Azure.Functions.Worker;

/// <summary>How the official host learns of blobs. The emulator looks for them itself, whichever is chosen.</summary>
public enum BlobTriggerSource
{
    /// <summary>By scanning the container.</summary>
    LogsAndContainerScan = 0,

    /// <summary>By events that the storage account sends.</summary>
    EventGrid = 1,
}
