using System.Text.Json;

namespace DataAggregator.Connectors.RestApi;

/// <summary>What reading the pages of an endpoint needs to know.</summary>
/// <param name="Declared">The fields that the user declared.</param>
/// <param name="From">What <c>${cursor}</c> stands for, or null.</param>
/// <param name="To">What <c>${cursor_end}</c> stands for, or null.</param>
internal sealed record RestPartition(IReadOnlyList<string> Declared, string? From, string? To)
{
    /// <summary>The partition that <see cref="ToString"/> wrote.</summary>
    public static RestPartition Parse(string state) => JsonSerializer.Deserialize<RestPartition>(state)!;

    /// <inheritdoc/>
    public override string ToString() => JsonSerializer.Serialize(this);
}
