using System.Text.Json;

namespace DataAggregator.Core.Connectors;

/// <summary>A source that can be asked for single records by a key, so that it need not be read whole.</summary>
public interface ILookupSource : ISource
{
    /// <summary>
    /// The records that have the keys, by key, each a JSON object of the fields that are wanted; a key that no record has is left out, also one that is no value of
    /// the key field's type. Of several records with one key it is always the same.
    /// </summary>
    Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> LookUpAsync(JsonElement config, LookupRequest request, CancellationToken cancellationToken);
}
