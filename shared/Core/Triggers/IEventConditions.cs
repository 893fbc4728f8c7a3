using System.Text.Json;

namespace DataAggregator.Core.Triggers;

/// <summary>Tells whether an event is what a trigger waits for, by the conditions that steps have.</summary>
public interface IEventConditions
{
    /// <summary>Whether the data meets the condition, which was checked when it was saved.</summary>
    /// <exception cref="Configuration.InvalidDocumentException">It is no condition.</exception>
    /// <exception cref="Connectors.ConnectorException">The data cannot be looked at (class data).</exception>
    Task<bool> HoldsAsync(JsonElement condition, JsonElement data, CancellationToken cancellationToken);
}
