using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DataAggregator.Core.Notifications;
using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Lineage;

/// <summary>The collector that events of OpenLineage are posted to.</summary>
/// <param name="Address">Where it takes them.</param>
public sealed record OpenLineageCollector(Uri Address)
{
    /// <summary>An event of a run as it is sent; again, it has the same id.</summary>
    public Notification Notice(Run run, JsonElement item)
    {
        var word = item.GetProperty("eventType").GetString()!.ToLowerInvariant();
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{run.Id}\n{run.Attempt}\n{word}\n{Notification.OpenLineage}\n{Address}")))[..32];
        return new Notification(id, run.Id, word, Notification.OpenLineage, Address.ToString(), item);
    }
}
