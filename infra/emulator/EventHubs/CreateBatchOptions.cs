#nullable disable
namespace Azure.Messaging.EventHubs.Producer;

/// <summary>How large a batch may grow, and where it goes.</summary>
public class CreateBatchOptions : SendEventOptions
{
    /// <summary>The limit in bytes; null for what the service accepts (1 MiB).</summary>
    public long? MaximumSizeInBytes { get; set; }
}
